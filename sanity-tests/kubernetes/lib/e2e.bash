e2e() { refuse 'not yet'; }
