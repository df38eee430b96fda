using Perto.Benchmarks.Caching;
using Perto.Benchmarks.Cluster;
using Perto.Benchmarks.Features;
using Perto.Benchmarks.Home;
using Perto.Benchmarks.Language;
using Perto.Benchmarks.Learning;
using Perto.Benchmarks.Outbox;
using Perto.Benchmarks.Server;
using Perto.Benchmarks.Sparse;
using Perto.Benchmarks.Vectors;

namespace Perto.Benchmarks.Figures;

/// <summary>Every figure, by hand: a figure that is not listed here does not exist.</summary>
internal static class FigureRegistry
{
    public static IReadOnlyList<IFigure> All { get; } =
    [
        new AlsFigure(),
        new TopNFigure(),
        new AnalyseFigure(),
        new NcfFigure(),
        new LambdaMartTrainFigure(),
        new LambdaMartPredictFigure(),
        new LambdaMartExplainFigure(),
        new HomeRequestFigure(),
        new HomeMemoryFigure(),
        new BatchRecommendFigure(),
        new ClusterFigure(),
        new OverheadFigure(),
        new StartupFigure(),
        new FlatScanFigure(),
        new ClusteredSearchFigure(),
        new HardSearchFigure(),
        new RecallCurveFigure(),
        new BuildFigure(),
        new FilteredFigure(),
        new UpsertFigure(),
        new OpenFigure(),
        new MixedFigure(),
        new Bm25Figure(),
        new LexicalEmbedFigure(),
        new WordPieceFigure(),
        new TableOpenFigure(),
        new FilterMatchFigure(),
        new OutboxThroughputFigure(),
        new PgvectorFigure(),
        new CacheHitFigure(),
        new CacheStampedeFigure(),
        new CopyRateFigure(),
        new GetFigure(),
        new HomeFeaturesFigure(),
        new EmbeddingCacheHitFigure(),
        new BertFigure(),
        new RerankFigure(),
    ];
}
