"""What the product is measured against: small programs that do the least for the same outcome."""
