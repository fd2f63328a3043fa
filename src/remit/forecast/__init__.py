"""What a contract will cost and whom its trouble feeds: years of events drawn, ruled on and priced for both parties."""
