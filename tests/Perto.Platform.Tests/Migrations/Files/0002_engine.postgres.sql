alter table sample add column engine text default 'postgres';
