using Perto.Numerics;

namespace Perto.Streaming;

/// <summary>Completes the context of a page: what may be shown, what is pinned, what the person is tired of.</summary>
public sealed class HomeContexts(Shelves shelves, Pins pins, Exposures exposures, RowBandits rows)
{
    /// <summary>Completes a context that knows who asks for what, and when.</summary>
    public async ValueTask<HomeContext> CompleteAsync(HomeContext context, CancellationToken cancellationToken) => context with
    {
        Seed = Seed(context),
        Shelf = shelves.For(context),
        Pins = await pins.ForAsync(context, cancellationToken),
        RowBandit = await rows.ForAsync(context.Tenant, context.Arms.Variant.Rows, cancellationToken),
        Wearied = await exposures.WearyAsync(context, cancellationToken),
    };

    // Of who asks and when: made again of what a log says of a page, it draws the same.
    private static long Seed(HomeContext context)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in $"{context.Tenant}/{context.Person.Id}/{context.Request.Profile}")
            hash = (hash ^ letter) * 1099511628211;
        return (long)SeededRandom.ForStream((long)hash, context.At.UtcTicks).NextUInt64();
    }
}
