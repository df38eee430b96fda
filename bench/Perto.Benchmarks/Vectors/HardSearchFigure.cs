namespace Perto.Benchmarks.Vectors;

/// <summary>Few large clusters that overlap: the nearest are hardly nearer than thousands of others.</summary>
internal sealed class HardSearchFigure : SearchFigure
{
    public override string Name => "vectors.search.hard";

    public override string Description =>
        "the same where clusters overlap: --records 200000 --dimension 384 --queries 1000 --threads 1 --seconds 8 --shape overlapping --folder DIR --hnswlib PROGRAM";

    protected override int Records => 200_000;

    protected override VectorShape Shape => VectorShape.Overlapping;

    protected override int Threads => 1;
}
