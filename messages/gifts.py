"""What can be wrong with a row of gifts, and what its columns hold."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

#: why a document stays although its gift is taken back
STAYS = {
    "gift_document_changed": Message(
        _lt("Document of a gift changed"),
        _lt("Somebody has changed the order or payment of the gift since it was made."),
        _lt("Cancel the document by hand, if it is to go; then take the gift back."),
    ),
    "gift_order_invoiced": Message(
        _lt("Gift invoiced"),
        _lt("The sales order of the gift has an invoice."),
        _lt("Cancel or credit the invoice first."),
    ),
    "gift_order_delivered": Message(
        _lt("Gift delivered"),
        _lt("Something of the sales order of the gift was delivered."),
        _lt("Take the delivery back first."),
    ),
    "gift_order_locked": Message(
        _lt("Order of a gift locked"),
        _lt("Somebody has locked the sales order of the gift."),
        _lt("Unlock the order first."),
    ),
    "gift_payment_matched": Message(
        _lt("Payment of a gift matched"),
        _lt("The payment of the gift was matched with an invoice or a bank statement."),
        _lt("Undo the match first."),
    ),
}
MESSAGES = {
    **STAYS,
    "unknown_currency": Message(
        _lt("Unknown currency"),
        _lt("There is no active currency with this code."),
        _lt("Write a code of three letters, or activate the currency."),
    ),
    "too_many_decimals": Message(
        _lt("Too many decimals"),
        _lt("Amounts in %(currency)s have at most %(places)s decimals."),
        _lt("Round the amount. Where thousands were meant, leave out their separator."),
    ),
    "amount_zero": Message(
        _lt("Nothing given"),
        _lt("The amount of the gift is 0."),
        _lt("Correct the amount, or leave the row out."),
    ),
    "gift_paid_back": Message(
        _lt("Gift paid back"),
        _lt("The row pays money back to the contact; an upload only makes gifts."),
        _lt("Credit the order or the payment of the gift, and leave the row out."),
    ),
    "gift_cancelled": Message(
        _lt("Cancelled transaction"),
        _lt("The row says that the transaction was cancelled; an upload only makes gifts."),
        _lt("Cancel the order or the payment of the gift, and leave the row out."),
    ),
    "date_in_future": Message(
        _lt("Date in the future"),
        _lt("A gift cannot have been taken on a day that is still to come."),
        _lt("Correct the date, and see how the file writes days and months."),
    ),
    "gift_from_here": Message(
        _lt("Transaction of this database"),
        _lt("This transaction was sent by a download: it is here already, and was no upload."),
        _lt("Leave the row out; a gift with a number of another system needs no TRANSACTION_ID."),
    ),
    "gift_differs": Message(
        _lt("Gift uploaded before, and differently"),
        _lt("The gift with this reference was uploaded with another value: %(known)s."),
        _lt(
            "Correct the row, or undo the import that made the gift; another gift needs another"
            " reference."
        ),
    ),
    "gift_document_gone": Message(
        _lt("Gift without its document"),
        _lt("The gift is there; its order or payment was cancelled or deleted since."),
        _lt("Undo the import that made the gift before you upload it again."),
    ),
    "unknown_method": Message(
        _lt("Unknown payment method"),
        _lt(
            "No payment method or journal is called so: the payment gets the usual one, and the"
            " gift keeps the text."
        ),
        _lt("Name a payment method or a journal of the company."),
    ),
}

# What people are told of a column.
HELP = {
    "cons_id": _lt("The ID of the contact here."),
    "member_id": _lt("By which another system knows the contact."),
    "email": _lt("Finds a contact without a member ID."),
    "amount": _lt("More than 0, with at most the decimals of the currency."),
    "currency": _lt("Code of three letters; empty: the currency of the company."),
    "date": _lt("When the gift was taken; not in the future."),
    "reference": _lt("Names the gift for ever: uploaded again, it is not made again."),
    "method": _lt("How it was paid; a payment is made with the method or journal of that name."),
    "purpose": _lt("What it was given for; the text of the order line or of the payment."),
    "direction": _lt("Of a download: a row that says Out is refused."),
    "cancelled": _lt("Of a download: a row that says Yes is refused."),
    "transaction_id": _lt("Of a download: what this database has sent is not made again."),
}
