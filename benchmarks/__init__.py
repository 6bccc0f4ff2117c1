"""Side-by-side measurements that ``make bench`` runs; never loaded by the addon itself."""
