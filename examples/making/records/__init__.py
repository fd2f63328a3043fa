"""One story written as the exports of many systems."""
