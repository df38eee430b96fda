-- Files that came over HTTP and wait for their import, where several servers share the database: any of them may run it.
create table import_upload (
    tenant id_text not null,
    upload id_text not null,
    file id_text not null,
    changed_at bigint not null,         -- in ticks of 100 ns: a run goes on only with the files it began with
    kept_at bigint not null,
    primary key (tenant, upload, file)
);

create table import_upload_part (
    tenant id_text not null,
    upload id_text not null,
    file id_text not null,
    part integer not null,
    bytes blob not null,
    primary key (tenant, upload, file, part)
);
