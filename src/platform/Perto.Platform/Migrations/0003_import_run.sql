create table import_run (
    tenant id_text not null,
    id id_text not null,
    kind text not null,
    source text not null,
    state text not null,
    files text not null,
    file_index integer not null,
    file_row bigint not null,
    rows_read bigint not null,
    rows_rejected bigint not null,
    errors text not null,
    failure text,
    started_at bigint not null,
    updated_at bigint not null,
    finished_at bigint,
    primary key (tenant, id)
);
