using System.Globalization;
using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Writes titles; the one path for imports and for single titles. Can be repeated without effect.</summary>
internal static class TitleWriter
{
    private static readonly string[] Columns =
    [
        "tenant", "id", "name", "year", "genres", "updated_at", "kind", "actors", "directors", "description", "released", "added_on",
        "duration_minutes", "languages", "original", "maturity", "quality", "tiers", "countries",
    ];

    private static readonly string Replace =
        "on conflict (tenant, id) do update set " + string.Join(", ", Columns.Skip(2).Select(column => $"{column} = excluded.{column}"));

    /// <param name="session">The transaction.</param>
    /// <param name="tenant">Whose titles.</param>
    /// <param name="titles">Those of one id: the last counts.</param>
    /// <param name="now">The moment of the change, in Unix microseconds: snapshots that are older are made anew.</param>
    public static Task WriteAsync(DatabaseSession session, TenantId tenant, IEnumerable<ListedTitle> titles, long now) =>
        session.BulkInsertAsync(
            "streaming_title",
            Columns,
            titles.GroupBy(title => title.Id, StringComparer.Ordinal).Select(same => same.Last()).ToArray(),
            title => Values(tenant, title.Id, title.Entry, now),
            Replace);

    private static object?[] Values(TenantId tenant, string id, CatalogueEntry title, long now) =>
    [
        tenant.Value,
        id,
        title.Name,
        title.Year,
        List(title.Genres),
        now,
        Name(title.Kind),
        List(title.Cast),
        List(title.Directors),
        title.Description,
        Day(title.Released),
        Day(title.AddedOn),
        title.DurationMinutes,
        List(title.Languages),
        title.Original,
        title.Maturity,
        Name(title.Quality),
        List(title.Tiers),
        List(title.Countries),
    ];

    private static string List(IReadOnlyList<string>? items) => items is { Count: > 0 } ? JsonSerializer.Serialize(items) : "[]";

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string? Day(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);
}
