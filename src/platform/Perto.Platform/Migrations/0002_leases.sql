-- Who runs what there is only one of. Belongs to the installation, not to a tenant: the work is for all of them.
create table lease (
    name id_text not null,
    owner id_text not null,
    expires_at bigint not null,
    primary key (name)
) without rowid;
