-- Of the live version, those that were live before it and were not rolled back: JSON, oldest first. Null: what replaced says.
alter table model add column earlier text;
