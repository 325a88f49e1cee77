"""What the product is made of: is any of it known to be unsafe, and may we hand it on?"""
