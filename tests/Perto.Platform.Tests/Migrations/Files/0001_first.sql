-- id_text in a comment stays; so does 'blob' in a literal below.
create table sample (
    tenant id_text not null,
    id id_text not null,
    bytes blob,
    kind text not null default 'id_text blob',
    primary key (tenant, id)
) without rowid;
create index sample_kind on sample (kind);
