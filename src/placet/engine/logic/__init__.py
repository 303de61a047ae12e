"""What everything else reckons with: variables, conditions over them, and exact functions of them."""
