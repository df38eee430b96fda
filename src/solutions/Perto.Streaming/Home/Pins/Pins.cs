using System.Collections.Concurrent;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>The pins of each tenant: in the database, and for the pages in memory. What another server writes shows within seconds.</summary>
public sealed class Pins(IDatabase database, CatalogueStore catalogues, TimeProvider clock)
{
    private const string Columns = "id, title_id, row_name, place, country, tier, starts_at, ends_at";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TenantId, (long At, IReadOnlyList<StoredPin> Pins)> _known = new();

    /// <summary>All pins of a tenant, by id.</summary>
    public async Task<IReadOnlyList<StoredPin>> ListAsync(TenantId tenant, CancellationToken cancellationToken) =>
        [.. (await database.ReadAsync(
            session => session.QueryAsync<PinRow>(
                $"select {Columns} from streaming_pin where tenant = @tenant order by id", new { tenant = tenant.Value }),
            cancellationToken)).Select(row => row.ToPin())];

    /// <summary>Puts a pin under an id, in place of the one that is there.</summary>
    /// <exception cref="InvalidValueException">A field breaks its rule.</exception>
    /// <exception cref="ConflictException">The tenant has as many pins as it may have (<c>too_many_pins</c>).</exception>
    public async Task<StoredPin> PutAsync(TenantId tenant, string id, Pin pin, CancellationToken cancellationToken)
    {
        PinRules.Check(id, pin, await catalogues.GetAsync(tenant, cancellationToken));
        await database.WriteAsync(
            async session =>
            {
                long others = await session.ScalarAsync<long>(
                    "select count(*) from streaming_pin where tenant = @tenant and id <> @id", new { tenant = tenant.Value, id });
                if (others >= PinRules.MaxPins)
                    throw new ConflictException("too_many_pins", $"There are {PinRules.MaxPins} pins already; delete one first");
                return await session.ExecuteAsync(
                    """
                    insert into streaming_pin (tenant, id, title_id, row_name, place, country, tier, starts_at, ends_at, updated_at)
                    values (@tenant, @id, @Title, @Row, @Place, @Country, @Tier, @from, @until, @now)
                    on conflict (tenant, id) do update set
                        title_id = excluded.title_id, row_name = excluded.row_name, place = excluded.place, country = excluded.country,
                        tier = excluded.tier, starts_at = excluded.starts_at, ends_at = excluded.ends_at, updated_at = excluded.updated_at
                    """,
                    new
                    {
                        tenant = tenant.Value,
                        id,
                        pin.Title,
                        pin.Row,
                        pin.Place,
                        pin.Country,
                        pin.Tier,
                        from = Micros(pin.StartsAt),
                        until = Micros(pin.EndsAt),
                        now = UnixMicros.Now(clock),
                    });
            },
            cancellationToken);
        _known.TryRemove(tenant, out _);
        return new StoredPin(id, pin);
    }

    /// <summary>Deletes a pin.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public async Task DeleteAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        EventRules.CheckId(id, "id");
        int deleted = await database.WriteAsync(
            session => session.ExecuteAsync("delete from streaming_pin where tenant = @tenant and id = @id", new { tenant = tenant.Value, id }),
            cancellationToken);
        _known.TryRemove(tenant, out _);
        if (deleted == 0)
            throw new NotFoundException("pin", id);
    }

    /// <summary>The pins that hold for a page, by place; a title that has left the catalogue is left out.</summary>
    internal async ValueTask<IReadOnlyList<PinnedItem<Title>>> ForAsync(HomeContext context, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(context.Tenant, out (long At, IReadOnlyList<StoredPin> Pins) known) || clock.GetElapsedTime(known.At) >= LookEvery)
        {
            long at = clock.GetTimestamp();
            known = (at, await ListAsync(context.Tenant, cancellationToken));
            _known[context.Tenant] = known;
        }
        if (known.Pins.Count == 0)
            return [];
        return
        [
            .. from stored in known.Pins
               where stored.Pin.Holds(context)
               let title = context.Catalogue.Find(stored.Pin.Title)
               where title is not null
               orderby stored.Pin.Place, stored.Id
               select new PinnedItem<Title>(stored.Pin.Row, stored.Pin.Place, title),
        ];
    }

    private static long? Micros(DateTimeOffset? moment) => moment is { } at ? UnixMicros.From(at) : null;
}
