namespace Perto.Benchmarks.Vectors;

/// <summary>A million records that lie like sentence embeddings: topics, clusters in them, few effective dimensions.</summary>
internal sealed class ClusteredSearchFigure : SearchFigure
{
    public override string Name => "vectors.search.qps";

    public override string Description =>
        "searches a second at recall@10 >= .95 of a stored collection, against float32 in the same graph; "
        + "--records 1000000 --dimension 384 --queries 1000 --threads 2 --seconds 8 --shape embeddings --folder DIR (kept and reused) --hnswlib PROGRAM";

    protected override int Records => 1_000_000;

    protected override VectorShape Shape => VectorShape.Embeddings;

    protected override int Threads => 2;
}
