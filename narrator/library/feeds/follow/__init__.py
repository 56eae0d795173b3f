"""Following: sources that are looked at again and again, their entries narrated once each."""
