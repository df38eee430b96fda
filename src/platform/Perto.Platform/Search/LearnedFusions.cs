using System.Text.Json;

namespace Perto.Platform;

/// <summary>What was learned of fusing, for each collection of each tenant.</summary>
public sealed class LearnedFusions(IDatabase database, TimeProvider clock)
{
    private const int MaxNameLength = 128;
    private const int MaxModelLength = 256;

    /// <summary>Keeps what was learned, in place of what was kept before.</summary>
    /// <param name="tenant">Whose collection.</param>
    /// <param name="collection">Its name or alias, 1 to 128 characters.</param>
    /// <param name="space">The embeddings that it was learned with.</param>
    /// <param name="fusion">What was learned.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidValueException">The name of the collection or of the model is empty or too long, or there is no dimension.</exception>
    public Task SaveAsync(TenantId tenant, string collection, FusionSpace space, LearnedFusion fusion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fusion);
        Check("collection", collection, MaxNameLength);
        Check(space);
        string learned = JsonSerializer.Serialize(fusion, PertoJson.Options);
        long now = UnixMicros.Now(clock);
        return database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into search_fusion (tenant, collection, model, dimensions, learned, learned_at)
                values (@tenant, @collection, @Model, @Dimensions, @learned, @now)
                on conflict (tenant, collection) do update
                set model = excluded.model, dimensions = excluded.dimensions, learned = excluded.learned, learned_at = excluded.learned_at
                """,
                new { tenant, collection, space.Model, space.Dimensions, learned, now }),
            cancellationToken);
    }

    /// <summary>What is known of a collection; null: nothing was learned, or it was with other embeddings.</summary>
    /// <param name="tenant">Whose collection.</param>
    /// <param name="collection">Its name or alias, 1 to 128 characters.</param>
    /// <param name="space">The embeddings that it is searched with.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidValueException">The name of the collection or of the model is empty or too long, or there is no dimension.</exception>
    public async Task<StoredFusion?> FindAsync(TenantId tenant, string collection, FusionSpace space, CancellationToken cancellationToken = default)
    {
        Check("collection", collection, MaxNameLength);
        Check(space);
        FusionRow? row = await database.ReadAsync(
            session => session.FirstOrDefaultAsync<FusionRow>(
                "select learned, learned_at from search_fusion where tenant = @tenant and collection = @collection and model = @Model and dimensions = @Dimensions",
                new { tenant, collection, space.Model, space.Dimensions }),
            cancellationToken);
        return row is null ? null : new StoredFusion(
            collection, space, JsonSerializer.Deserialize<LearnedFusion>(row.Learned, PertoJson.Options)!, UnixMicros.ToMoment(row.LearnedAt));
    }

    /// <summary>Forgets what is known of a collection.</summary>
    /// <param name="tenant">Whose collection.</param>
    /// <param name="collection">Its name or alias, 1 to 128 characters.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there was anything.</returns>
    /// <exception cref="InvalidValueException">The name of the collection is empty or too long.</exception>
    public async Task<bool> DeleteAsync(TenantId tenant, string collection, CancellationToken cancellationToken = default)
    {
        Check("collection", collection, MaxNameLength);
        return await database.WriteAsync(
            session => session.ExecuteAsync("delete from search_fusion where tenant = @tenant and collection = @collection", new { tenant, collection }),
            cancellationToken) > 0;
    }

    private static void Check(FusionSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        Check("model", space.Model, MaxModelLength);
        if (space.Dimensions < 1)
            throw new InvalidValueException("dimensions", space.Dimensions, "1 and more", $"dimensions must be 1 and more; got {space.Dimensions}");
    }

    private static void Check(string field, string name, int longest)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || name.Length > longest)
            throw new InvalidValueException(field, name, $"1 to {longest} characters", $"{field} must have 1 to {longest} characters; got '{name}'");
    }

    private sealed record FusionRow
    {
        public string Learned { get; init; } = "";

        public long LearnedAt { get; init; }
    }
}
