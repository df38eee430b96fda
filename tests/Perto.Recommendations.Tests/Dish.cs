namespace Perto.Recommendations.Tests;

/// <summary>Something to recommend in tests.</summary>
internal sealed record Dish(int Ordinal, string Id, params string[] Kinds) : ICatalogueItem
{
    public static Dish[] Menu { get; } = [.. Enumerable.Range(0, 40).Select(i => new Dish(i, $"dish-{i}", $"kind-{i / 5}"))];
}

/// <summary>Somebody hungry.</summary>
internal sealed record Guest(string Name);
