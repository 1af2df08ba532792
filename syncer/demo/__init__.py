"""The walk-through of the article, played between real processes: three Exchange sites, one CRM, this syncer."""
