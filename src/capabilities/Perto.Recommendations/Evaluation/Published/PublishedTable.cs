using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>Published figures of one data set under one protocol.</summary>
public sealed class PublishedTable
{
    private readonly Func<EvaluationShape, bool> _fits;

    private PublishedTable(string id, string protocol, string source, Func<EvaluationShape, bool> fits, params IReadOnlyList<PublishedRow> rows)
    {
        Id = id;
        Protocol = protocol;
        Source = source;
        Rows = rows;
        _fits = fits;
    }

    /// <summary>The tables that are known.</summary>
    public static IReadOnlyList<PublishedTable> All { get; } =
    [
        new(
            "movielens-100k",
            "MovieLens 100K, all ratings positive, 75 % of each item's with NumPy seed 42; all items of train ranked but the user's own",
            "recommenders-team/recommenders, benchmarks",
            shape => shape.Split is { Kind: SplitKind.ItemStratified, Ratio: 0.75, Seed: 42 } && shape.Users == 943 && shape.Train + shape.Test == 100_000,
            new("BiVAE", "ndcg", 10, 0.4751), new("BiVAE", "precision", 10, 0.4118), new("BiVAE", "recall", 10, 0.2191), new("BPR", "ndcg", 10, 0.4420),
            new("LightGCN", "ndcg", 10, 0.4198), new("NCF", "ndcg", 10, 0.3961), new("SAR", "ndcg", 10, 0.3825), new("ALS (Spark)", "ndcg", 10, 0.0442)),
        new(
            "movielens-1m-leave-one-out",
            "MovieLens 1M, the last item of each user among 99 fixed negatives",
            "He et al. 2017; Rendle et al. 2020 and 2021",
            shape => shape is { Split: null, Negatives: 99, Users: 6_040 },
            new("EASE", "hit_rate", 10, 0.7192), new("EASE", "ndcg", 10, 0.4494), new("iALS", "hit_rate", 10, 0.7109), new("iALS", "ndcg", 10, 0.4382),
            new("NeuMF", "hit_rate", 10, 0.7093), new("NeuMF", "ndcg", 10, 0.4349)),
        new(
            "movielens-1m-712",
            "MovieLens 1M, given parts 7:1:2; all items of train ranked",
            "LightGCN++ (Lee et al. 2024)",
            _ => false,
            new("LightGCN++", "ndcg", 20, 0.3275), new("LightGCN", "ndcg", 20, 0.3010)),
        new(
            "lastfm-712",
            "LastFM, given parts 7:1:2; all items of train ranked",
            "LightGCN++ (Lee et al. 2024)",
            shape => shape is { Split: null, Negatives: 0, Users: >= 1_885 and <= 1_892, Train: >= 64_000 and <= 74_000 },
            new PublishedRow("LightGCN++", "ndcg", 20, 0.2624)),
        new(
            "gowalla",
            "Gowalla, the official split of LightGCN; all items of train ranked",
            "He et al. 2020; Mao et al. 2021 (UltraGCN, SimpleX)",
            shape => shape is { Split: null, Negatives: 0, Users: 29_858, Train: >= 800_000 and <= 820_000 },
            new("SimpleX", "recall", 20, 0.1872), new("SimpleX", "ndcg", 20, 0.1557), new("UltraGCN", "recall", 20, 0.1862), new("UltraGCN", "ndcg", 20, 0.1580),
            new("LightGCN", "recall", 20, 0.1820), new("LightGCN", "ndcg", 20, 0.1547), new("EASE", "recall", 20, 0.1765), new("EASE", "ndcg", 20, 0.1467)),
        new(
            "movielens-20m",
            "MovieLens 20M, ratings of 4 and more, people who are not fitted on",
            "Liang et al. 2018; Steck 2019; Rendle et al. 2021",
            _ => false,
            new("iALS", "capped_recall", 20, 0.395), new("iALS", "capped_recall", 50, 0.532), new("iALS", "ndcg", 100, 0.425),
            new("EASE", "capped_recall", 20, 0.391), new("EASE", "capped_recall", 50, 0.521), new("EASE", "ndcg", 100, 0.420)),
        new(
            "movielens-1m-811",
            "MovieLens 1M, ratings of 3 and more, given parts 8:1:1; all items of train ranked",
            "RecBole-GNN",
            _ => false,
            new("XSimGCL", "ndcg", 10, 0.2750), new("LightGCN", "ndcg", 10, 0.2538), new("NeuMF", "ndcg", 10, 0.2271)),
    ];

    /// <summary>Its name.</summary>
    public string Id { get; }

    /// <summary>The data and the protocol.</summary>
    public string Protocol { get; }

    /// <summary>Who published it.</summary>
    public string Source { get; }

    /// <summary>The figures.</summary>
    public IReadOnlyList<PublishedRow> Rows { get; }

    /// <summary>The table of data that are known by their size; null where they are not.</summary>
    public static PublishedTable? Of(EvaluationShape shape) => All.FirstOrDefault(table => table._fits(shape));

    /// <summary>The table of a name.</summary>
    /// <exception cref="InvalidValueException">There is none of that name.</exception>
    public static PublishedTable Named(string id) => All.FirstOrDefault(table => table.Id == id)
        ?? throw new InvalidValueException("published", id, string.Join(", ", All.Select(table => table.Id)), $"published must be one of {string.Join(", ", All.Select(table => table.Id))}; got '{id}'");
}
