"""How the table of meaning was made: kept so that anybody can make it again."""
