namespace Perto.Postgres;

/// <summary>The tables and functions that all collections of a database share, in the PostgreSQL schema <c>perto_vectors</c>.</summary>
internal static class CatalogueSchema
{
    /// <summary>The PostgreSQL schema.</summary>
    public const string Name = "perto_vectors";

    /// <summary>The lock that migrations are made under.</summary>
    public const long MigrationLock = 0x7065_7274_6f76_6563;

    /// <summary>The changes in their order; one that was released does not change any more.</summary>
    public static IReadOnlyList<string> Steps { get; } = [First];

    /// <remarks>
    /// keep_postings holds the inverted index of a sparse field, and the sums that BM25 needs, in the transaction of each write. The sums
    /// are changes that are added up when they are read: a row with a total would make all writers of a collection wait for one another.
    /// Arithmetic in PostgreSQL fails on underflow, so numbers that are next to nothing are taken as nothing.
    /// </remarks>
    private const string First = """
        create table perto_vectors.collections (
            tenant text collate "C" not null,
            name text collate "C" not null,
            id bigint generated always as identity unique,
            schema text not null,
            created_at bigint not null,
            primary key (tenant, name));

        create function perto_vectors.noticeable(x double precision) returns double precision
        language sql immutable strict parallel safe as
        $body$ select case when abs(x) < 1e-100 then 0::double precision else x end $body$;

        create function perto_vectors.square(x double precision) returns double precision
        language sql immutable strict parallel safe as
        $body$ select perto_vectors.noticeable(x) * perto_vectors.noticeable(x) $body$;

        create function perto_vectors.meters(lat double precision, lon double precision, to_lat double precision, to_lon double precision)
        returns double precision
        language sql immutable strict parallel safe as
        $body$ select 2 * 6371008.8 * asin(sqrt(least(1,
            perto_vectors.square(sin(radians(perto_vectors.noticeable(to_lat - lat)) / 2))
            + cos(radians(perto_vectors.noticeable(lat))) * cos(radians(perto_vectors.noticeable(to_lat)))
            * perto_vectors.square(sin(radians(perto_vectors.noticeable((to_lon - lon) - 360 * round(perto_vectors.noticeable(to_lon - lon) / 360))) / 2))))) $body$;

        create function perto_vectors.keep_postings() returns trigger language plpgsql as $body$
        declare
            postings text := tg_argv[0];
            lengths text := tg_argv[1];
            dimensions text := tg_argv[2];
            entries text := tg_argv[3];
            gone text := format('select record, %1$I as d, %2$I as v from old_rows where %1$I is not null', dimensions, entries);
            come text := format('select record, %1$I as d, %2$I as v from new_rows where %1$I is not null', dimensions, entries);
        begin
            if tg_op = 'UPDATE' then
                gone := format('select o.record, o.%1$I as d, o.%2$I as v from old_rows o join new_rows n on n.record = o.record
                    where o.%1$I is not null and (o.%1$I, o.%2$I) is distinct from (n.%1$I, n.%2$I)', dimensions, entries);
                come := format('select n.record, n.%1$I as d, n.%2$I as v from old_rows o join new_rows n on n.record = o.record
                    where n.%1$I is not null and (o.%1$I, o.%2$I) is distinct from (n.%1$I, n.%2$I)', dimensions, entries);
            end if;
            if tg_op <> 'INSERT' then
                execute format('delete from perto_vectors.%I p using (select record, unnest(d) as dimension from (%s) g) o
                    where p.dimension = o.dimension and p.record = o.record', postings, gone);
                if lengths <> '' then
                    execute format('insert into perto_vectors.%I (records, length)
                        select -count(*), -sum(s.length) from (%s) g cross join lateral (select sum(x::double precision) as length from unnest(g.v) x) s
                        having count(*) > 0', lengths, gone);
                end if;
            end if;
            if tg_op <> 'DELETE' then
                execute format('insert into perto_vectors.%I (dimension, record, value, length)
                    select e.dimension, c.record, e.value, s.length from (%s) c
                    cross join lateral (select sum(x::double precision)::real as length from unnest(c.v) x) s
                    cross join lateral unnest(c.d, c.v) as e (dimension, value)', postings, come);
                if lengths <> '' then
                    execute format('insert into perto_vectors.%I (records, length)
                        select count(*), sum(s.length) from (%s) c cross join lateral (select sum(x::double precision) as length from unnest(c.v) x) s
                        having count(*) > 0', lengths, come);
                end if;
            end if;
            return null;
        end $body$;
        """;
}
