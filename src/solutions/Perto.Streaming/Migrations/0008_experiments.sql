alter table streaming_served add column experiments text;                              -- JSON: the arms by which the page was made; null for none
