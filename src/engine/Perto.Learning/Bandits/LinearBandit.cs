using System.Collections;
using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Chooses among arms by what it learned of their rewards in contexts, and says with which probability it chose: each arm has a regression of its own.
/// </summary>
/// <remarks>
/// The probability is exact: for Thompson sampling it is integrated and not counted, so that whoever has the same state, context and candidates finds
/// the same one. Choices do not change it, only <see cref="Learn"/> does; safe for use by many threads while it is not changed.
/// </remarks>
public sealed class LinearBandit
{
    /// <summary>The most arms.</summary>
    public const int MaxArms = 1_000;

    // Of all arms together: a file is not to ask for more memory than there is.
    private const long MostNumbers = 50_000_000;

    private readonly LinearArm[] _arms;

    /// <param name="arms">How many arms, 1 to <see cref="MaxArms"/>.</param>
    /// <param name="dimensions">Numbers of a context, 1 to 1,024. Give one of them the value 1 always: the mean of an arm hangs on it.</param>
    /// <param name="settings">How it explores.</param>
    /// <exception cref="SettingOutOfRangeException">A number is out of its range.</exception>
    public LinearBandit(int arms, int dimensions, BanditSettings? settings = null)
    {
        SettingOutOfRangeException.ThrowUnless(arms is >= 1 and <= MaxArms, nameof(arms), arms, $"in 1..{MaxArms}");
        SettingOutOfRangeException.ThrowUnless(dimensions is >= 1 and <= 1_024, nameof(dimensions), dimensions, "in 1..1024");
        SettingOutOfRangeException.ThrowUnless(
            (long)arms * dimensions * dimensions <= MostNumbers, nameof(dimensions), dimensions, $"such that arms * dimensions * dimensions is at most {MostNumbers}");
        Settings = settings ?? new BanditSettings();
        Settings.Validate();
        _arms = [.. Enumerable.Range(0, arms).Select(_ => new LinearArm(dimensions, Settings.Ridge))];
    }

    /// <summary>How it explores.</summary>
    public BanditSettings Settings { get; }

    /// <summary>How many arms there are.</summary>
    public int Arms => _arms.Length;

    /// <summary>Numbers of a context.</summary>
    public int Dimensions => _arms[0].Dimensions;

    /// <summary>What is known of an arm.</summary>
    public LinearArm this[int arm] => _arms[arm];

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="BinaryFormatException">It is damaged, or something else.</exception>
    public static LinearBandit Load(Stream stream) => LinearBanditFile.Load(stream);

    /// <summary>Writes the settings and what was learned.</summary>
    public void Save(Stream stream) => LinearBanditFile.Save(stream, this);

    /// <summary>Learns the reward of an arm that was chosen in a context.</summary>
    /// <param name="arm">Which.</param>
    /// <param name="context">As many finite numbers as there are <see cref="Dimensions"/>.</param>
    /// <param name="reward">Finite; on a scale of about 0 to 1 the defaults fit.</param>
    public void Learn(int arm, ReadOnlySpan<double> context, double reward) => Arm(arm).Add(context, reward);

    /// <summary>Chooses one of some arms.</summary>
    /// <param name="candidates">The arms that may be chosen, each once; at least one.</param>
    /// <param name="contexts">The context of each candidate, one after the other: they may be the same for all.</param>
    /// <param name="random">Decides.</param>
    public BanditChoice Choose(ReadOnlySpan<int> candidates, ReadOnlySpan<double> contexts, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double[] propensities = new double[candidates.Length];
        Propensities(candidates, contexts, propensities);
        double at = random.NextDouble();
        int last = 0;
        for (int i = 0; i < candidates.Length; i++)
        {
            if (propensities[i] <= 0)
                continue;
            last = i;
            at -= propensities[i];
            if (at < 0)
                break;
        }
        return new BanditChoice(candidates[last], propensities[last]);
    }

    /// <summary>
    /// Puts arms into an order: the first is chosen among all, the next among those that are left, and so on.
    /// </summary>
    /// <param name="candidates">The arms, each once; at least one.</param>
    /// <param name="contexts">The context of each candidate, one after the other.</param>
    /// <param name="random">Decides.</param>
    /// <returns>All candidates; each propensity is among those that were left. Their product is that of the order.</returns>
    public BanditChoice[] Order(ReadOnlySpan<int> candidates, ReadOnlySpan<double> contexts, SeededRandom random)
    {
        RequireCandidates(candidates, contexts);
        int[] left = candidates.ToArray();
        double[] context = contexts.ToArray();
        var order = new BanditChoice[candidates.Length];
        for (int place = 0, count = left.Length; place < order.Length; place++, count--)
        {
            order[place] = Choose(left.AsSpan(0, count), context.AsSpan(0, count * Dimensions), random);
            int at = Array.IndexOf(left, order[place].Arm, 0, count);
            left[at] = left[count - 1];
            context.AsSpan((count - 1) * Dimensions, Dimensions).CopyTo(context.AsSpan(at * Dimensions));
        }
        return order;
    }

    /// <summary>With which probability each of some arms would be chosen.</summary>
    /// <param name="candidates">The arms that may be chosen, each once; at least one.</param>
    /// <param name="contexts">The context of each candidate, one after the other.</param>
    /// <param name="propensities">Takes the probabilities; they sum to 1.</param>
    public void Propensities(ReadOnlySpan<int> candidates, ReadOnlySpan<double> contexts, Span<double> propensities)
    {
        RequireCandidates(candidates, contexts);
        if (propensities.Length != candidates.Length)
            throw new ArgumentException($"There are {candidates.Length} candidates and room for {propensities.Length} probabilities", nameof(propensities));
        double[] means = new double[candidates.Length];
        double[] deviations = new double[candidates.Length];
        for (int i = 0; i < candidates.Length; i++)
        {
            ReadOnlySpan<double> context = contexts.Slice(i * Dimensions, Dimensions);
            LinearArm arm = Arm(candidates[i]);
            means[i] = arm.Mean(context);
            deviations[i] = Settings.Policy == BanditPolicy.Greedy ? 0 : Settings.Exploration * arm.Deviation(context);
        }
        if (Settings.Policy == BanditPolicy.UpperBound)
        {
            for (int i = 0; i < means.Length; i++)
                (means[i], deviations[i]) = (means[i] + deviations[i], 0);
        }
        BestOfNormals.Probabilities(means, deviations, propensities);
        for (int i = 0; i < propensities.Length; i++)
            propensities[i] = (propensities[i] * (1 - Settings.UniformShare)) + (Settings.UniformShare / propensities.Length);
    }

    private LinearArm Arm(int arm) => arm >= 0 && arm < _arms.Length
        ? _arms[arm]
        : throw new ArgumentOutOfRangeException(nameof(arm), arm, $"There are arms 0 to {_arms.Length - 1}");

    private void RequireCandidates(ReadOnlySpan<int> candidates, ReadOnlySpan<double> contexts)
    {
        if (candidates.IsEmpty)
            throw new ArgumentException("There is at least one candidate", nameof(candidates));
        var seen = new BitArray(_arms.Length);
        foreach (int arm in candidates)
        {
            _ = Arm(arm);
            if (seen[arm])
                throw new ArgumentException($"Arm {arm} is there twice", nameof(candidates));
            seen[arm] = true;
        }
        if (contexts.Length != candidates.Length * Dimensions)
            throw new ArgumentException($"{candidates.Length} candidates have contexts of {Dimensions} numbers each; got {contexts.Length} numbers", nameof(contexts));
    }
}
