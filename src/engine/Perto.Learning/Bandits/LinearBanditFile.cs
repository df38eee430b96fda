using Perto.Numerics;

namespace Perto.Learning;

/// <summary>How a <see cref="LinearBandit"/> stands in a file.</summary>
internal static class LinearBanditFile
{
    public const string Kind = "perto-linear-bandit";

    private const int Version = 1;

    public static void Save(Stream stream, LinearBandit bandit)
    {
        BinaryFileWriter writer = new(stream, Kind, Version);
        writer.Section<long>("shape", [bandit.Arms, bandit.Dimensions, (long)bandit.Settings.Policy]);
        writer.Section<double>("settings", [bandit.Settings.Exploration, bandit.Settings.UniformShare, bandit.Settings.Ridge]);
        for (int arm = 0; arm < bandit.Arms; arm++)
        {
            writer.Section<double>("count", [bandit[arm].Count]);
            writer.Section("rewards", bandit[arm].Rewards);
            writer.Section("products", bandit[arm].Products);
        }
        writer.End();
    }

    public static LinearBandit Load(Stream stream)
    {
        BinaryFileReader reader = new(stream);
        Require(reader.Kind == Kind, "kind", $"a {Kind} is expected, this is a {reader.Kind}");
        reader.RequireVersion(Version);
        long[] shape = reader.Section<long>("shape");
        Require(shape.Length == 3 && shape[0] is >= 1 and <= LinearBandit.MaxArms && shape[1] is >= 1 and <= 1_024 && Enum.IsDefined((BanditPolicy)shape[2]), "shape", "arms, dimensions and policy are expected");
        double[] numbers = reader.Section<double>("settings");
        Require(numbers.Length == 3, "settings", "three numbers are expected");
        LinearBandit bandit;
        try
        {
            bandit = new LinearBandit(
                (int)shape[0],
                (int)shape[1],
                new BanditSettings { Policy = (BanditPolicy)shape[2], Exploration = numbers[0], UniformShare = numbers[1], Ridge = numbers[2] });
        }
        catch (SettingOutOfRangeException wrong)
        {
            throw new BinaryFormatException("settings", wrong.Message, wrong);
        }
        for (int arm = 0; arm < bandit.Arms; arm++)
        {
            double[] count = reader.Section<double>("count");
            double[] rewards = reader.Section<double>("rewards");
            double[] products = reader.Section<double>("products");
            Require(count.Length == 1 && count[0] >= 0 && double.IsFinite(count[0]), "count", "one number of 0 or more is expected");
            Require(rewards.Length == bandit.Dimensions && Array.TrueForAll(rewards, double.IsFinite), "rewards", $"{bandit.Dimensions} finite numbers are expected");
            Require(
                products.Length == bandit.Dimensions * (bandit.Dimensions + 1) / 2 && Array.TrueForAll(products, double.IsFinite),
                "products",
                $"{bandit.Dimensions * (bandit.Dimensions + 1) / 2} finite numbers are expected");
            bandit[arm].Add(products, rewards, count[0]);
        }
        reader.End();
        return bandit;
    }

    private static void Require(bool holds, string section, string rule)
    {
        if (!holds)
            throw new BinaryFormatException(section, rule);
    }
}
