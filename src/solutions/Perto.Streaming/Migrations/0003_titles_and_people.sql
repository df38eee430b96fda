alter table streaming_title add column kind text not null default 'film';             -- film, series
alter table streaming_title add column actors text not null default '[]';             -- JSON, as all lists here
alter table streaming_title add column directors text not null default '[]';
alter table streaming_title add column description text;
alter table streaming_title add column released text;                                 -- a day in ISO 8601
alter table streaming_title add column added_on text;
alter table streaming_title add column duration_minutes integer;
alter table streaming_title add column languages text not null default '[]';
alter table streaming_title add column original boolean not null default false;
alter table streaming_title add column maturity integer;
alter table streaming_title add column quality text not null default 'hd';            -- sd, hd, uhd
alter table streaming_title add column tiers text not null default '[]';
alter table streaming_title add column countries text not null default '[]';

create table streaming_account (
    tenant id_text not null,
    user_id id_text not null,
    country text,
    tier text,
    updated_at bigint not null,
    primary key (tenant, user_id)
);

create table streaming_profile (
    tenant id_text not null,
    user_id id_text not null,
    id id_text not null,
    name text,
    maturity integer,
    languages text not null,
    updated_at bigint not null,
    primary key (tenant, user_id, id)
) without rowid;

-- The page that showed the title, what it was shown on, and how likely that place was to show it.
alter table streaming_view add column request id_text;
alter table streaming_exposure add column request id_text;
alter table streaming_exposure add column profile id_text;
alter table streaming_exposure add column device text;
alter table streaming_exposure add column propensity double precision;
