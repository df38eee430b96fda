namespace Perto.Benchmarks.Vectors;

/// <summary>
/// How the vectors of <see cref="VectorData"/> lie: a mean that all share, topics, clusters inside topics, and noise, as shares of the variance.
/// </summary>
/// <param name="Name">As the option <c>--shape</c> takes it.</param>
/// <param name="Decay">Variance falls with the i-th dimension like i^-decay: 0 is the same in all.</param>
/// <param name="Mean">Length of the mean, where the rest has length 1.</param>
/// <param name="TopicRows">Rows of a topic; 0 without topics.</param>
/// <param name="Topic">Share of the topics in the variance.</param>
/// <param name="ClusterRows">Rows of a cluster; 0 without clusters.</param>
/// <param name="Cluster">Share of the clusters in the variance.</param>
internal sealed record VectorShape(string Name, float Decay, float Mean, int TopicRows, float Topic, int ClusterRows, float Cluster)
{
    /// <summary>
    /// Like sentence embeddings. Of a million such rows the first 2,130 were compared with 2,130 sentences of all-MiniLM-L6-v2: mean similarity .30 (the
    /// sentences .30), to the nearest .70 (.70), to the tenth .56 (.60), variance about the mean .70 (.70), effective dimensions 42 (44), local
    /// intrinsic dimension 21 (23, maximum likelihood over 20 neighbours).
    /// </summary>
    public static VectorShape Embeddings { get; } = new("embeddings", .9f, .655f, 5_000, .38f, 100, .32f);

    /// <summary>Few large clusters that overlap: the nearest are hardly nearer than thousands of others.</summary>
    public static VectorShape Overlapping { get; } = new("overlapping", .9f, .655f, 0, 0, 2_000, .31f);

    /// <summary>Clusters in random directions with round noise: harder to walk than embeddings, as nothing leads from cluster to cluster.</summary>
    public static VectorShape Isotropic { get; } = new("isotropic", 0, 0, 0, 0, 100, .67f);

    /// <summary>Large clusters in random directions that overlap, with round noise.</summary>
    public static VectorShape IsotropicOverlapping { get; } = new("isotropic-overlapping", 0, 0, 0, 0, 2_000, .31f);

    /// <summary>Uniformly random directions, which no graph can tell apart well.</summary>
    public static VectorShape Uniform { get; } = new("uniform", 0, 0, 0, 0, 0, 0);

    private static VectorShape[] All => [Embeddings, Overlapping, Isotropic, IsotropicOverlapping, Uniform];

    /// <summary>The shape of that name.</summary>
    /// <exception cref="Figures.FigureOptionException">There is none.</exception>
    public static VectorShape Named(string name) => All.FirstOrDefault(shape => shape.Name == name)
        ?? throw new Figures.FigureOptionException($"--shape is '{name}': it must be {string.Join(", ", All.Select(shape => shape.Name))}");
}
