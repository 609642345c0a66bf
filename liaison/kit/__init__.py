"""What every book is made of: fields, the declaration, queries, rules, the one way to write."""
