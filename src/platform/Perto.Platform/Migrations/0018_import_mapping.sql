-- How a user's files are to be read (JSON), where they have no layout that is known.
alter table import_run add column mapping text;
