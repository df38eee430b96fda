alter table sample add column seen bigint not null default 0;
