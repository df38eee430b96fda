using Perto.Numerics;

namespace Perto.Learning;

/// <summary>How <see cref="NeuralCf"/> stands in a file.</summary>
internal static class NeuralCfFile
{
    private const int Version = 1;

    public static void Save(Stream stream, NeuralCfSettings settings, NeuralCfParameters parameters)
    {
        BinaryFileWriter writer = new(stream, NeuralCf.ModelKind, Version);
        writer.Section<long>(
            "counts",
            [settings.Dimensions, settings.Epochs, settings.Patience, settings.BatchSize, settings.Negatives, settings.HistorySample, settings.Seed]);
        writer.Section<double>("settings", [settings.LearningRate, settings.Regularization, settings.Dropout, settings.HistoryExponent]);
        writer.Section<int>("layers", [.. settings.Layers]);
        writer.Section<float>("history", parameters.History.Values);
        writer.Section<float>("items", parameters.Items.Values);
        foreach (float[] values in parameters.Network.Parameters)
            writer.Section<float>("network", values);
        writer.End();
    }

    public static (NeuralCfSettings Settings, NeuralCfParameters Parameters) Load(BinaryFileReader reader)
    {
        reader.RequireVersion(Version);
        NeuralCfSettings settings = LoadSettings(reader);
        int width = 2 * settings.Dimensions;
        float[] history = reader.Section<float>("history");
        RecommenderModels.Require(history.Length % width == 0, "history", $"{history.Length} values are no rows of {width}");
        float[] items = reader.Section<float>("items");
        RecommenderModels.Require(items.Length == history.Length, "items", $"{history.Length} values are expected, there are {items.Length}");
        Network network = new(settings.Dimensions, settings.Layers);
        foreach (float[] values in network.Parameters)
        {
            float[] stored = reader.Section<float>("network");
            RecommenderModels.Require(stored.Length == values.Length, "network", $"{values.Length} values are expected, there are {stored.Length}");
            stored.CopyTo(values, 0);
        }

        reader.End();
        return (settings, new NeuralCfParameters(new EmbeddingTable(history, width), new EmbeddingTable(items, width), network));
    }

    private static NeuralCfSettings LoadSettings(BinaryFileReader reader)
    {
        long[] counts = reader.Section<long>("counts");
        RecommenderModels.Require(
            counts.Length == 7 && counts[..6].All(count => count is >= 0 and <= int.MaxValue), "counts", "seven whole numbers are expected");
        double[] values = reader.Section<double>("settings");
        RecommenderModels.Require(values.Length == 4, "settings", "four numbers are expected");
        NeuralCfSettings settings = new()
        {
            Dimensions = (int)counts[0],
            Epochs = (int)counts[1],
            Patience = (int)counts[2],
            BatchSize = (int)counts[3],
            Negatives = (int)counts[4],
            HistorySample = (int)counts[5],
            Seed = counts[6],
            LearningRate = values[0],
            Regularization = values[1],
            Dropout = values[2],
            HistoryExponent = values[3],
            Layers = reader.Section<int>("layers"),
        };
        try
        {
            settings.Validate();
        }
        catch (SettingOutOfRangeException wrong)
        {
            throw new BinaryFormatException("settings", wrong.Message, wrong);
        }

        return settings;
    }
}
