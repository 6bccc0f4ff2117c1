-- A copy of the database for trials speaks to no other CRM until somebody enters a key.
UPDATE registration_import_connection
   SET key = NULL;
