"""Who may do what: keys, their quotas, and what browsers are kept from doing."""
