using Perto.Numerics;

namespace Perto.Learning;

/// <summary>The order in which one epoch goes through the data: every positive once, in chunks, parts and batches.</summary>
internal sealed class EpochPlan
{
    /// <summary>Most positives of a chunk. A user with few items holds out at most half of them.</summary>
    private const int MostHeldOut = 8;

    /// <summary>Samples after which a part is full: enough for whole tiles, few enough for several parts in a batch.</summary>
    private const int SamplesOfPart = 160;

    private EpochPlan(int[] positives, TrainingChunk[] chunks, TrainingPart[][] batches)
    {
        Positives = positives;
        Chunks = chunks;
        Batches = batches;
    }

    /// <summary>Places in <see cref="InteractionMatrix.AllItems"/>: user after user, each user's in random order.</summary>
    public int[] Positives { get; }

    public TrainingChunk[] Chunks { get; }

    /// <summary>The parts of each batch.</summary>
    public TrainingPart[][] Batches { get; }

    public static EpochPlan Draw(InteractionMatrix interactions, NeuralCfSettings settings, SeededRandom random)
    {
        int[] positives = [.. Enumerable.Range(0, interactions.Count)];
        List<TrainingChunk> chunks = [];
        for (int user = 0; user < interactions.UserCount; user++)
        {
            int start = interactions.Starts[user];
            int degree = interactions.Degree(user);
            random.Shuffle(positives.AsSpan(start, degree));
            int most = Math.Clamp(degree / 2, 1, MostHeldOut);
            int negatives = degree < interactions.ItemCount ? settings.Negatives : 0;
            for (int first = 0; first < degree; first += most)
            {
                int count = Math.Min(most, degree - first);
                chunks.Add(new TrainingChunk(user, start + first, count, count * (1 + negatives)));
            }
        }

        TrainingChunk[] shuffled = [.. chunks];
        random.Shuffle<TrainingChunk>(shuffled);
        return new EpochPlan(positives, shuffled, Cut(shuffled, settings.BatchSize));
    }

    private static TrainingPart[][] Cut(TrainingChunk[] chunks, int batchSize)
    {
        List<TrainingPart[]> batches = [];
        List<TrainingPart> parts = [];
        int samplesOfBatch = 0;
        int number = 0;
        for (int first = 0; first < chunks.Length;)
        {
            int end = first;
            int samples = 0;
            while (end < chunks.Length && samples < SamplesOfPart && samplesOfBatch + samples < batchSize)
                samples += chunks[end++].Samples;
            parts.Add(new TrainingPart(number++, first, end - first, samplesOfBatch, samples));
            samplesOfBatch += samples;
            first = end;
            if (samplesOfBatch < batchSize && first < chunks.Length)
                continue;
            batches.Add([.. parts]);
            parts.Clear();
            samplesOfBatch = 0;
        }

        return [.. batches];
    }
}
