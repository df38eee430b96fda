using Perto.Learning;
using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>Models by name and parameters, as the command line and the settings give them.</summary>
public static class ModelFactory
{
    /// <summary>The names of the models.</summary>
    public static IReadOnlyList<string> Names => RecommenderModels.Kinds;

    /// <summary>Understands a model's name and parameters before any data are read.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="parameters">Values by name, such as <c>dimensions</c>: <c>128</c>; those not given have their defaults.</param>
    /// <exception cref="InvalidValueException">The name, a parameter or a value is not one of those allowed, which are listed.</exception>
    public static ModelPlan Plan(string name, IReadOnlyDictionary<string, string> parameters)
    {
        ParameterReader reader = new(name, parameters);
        ModelPlan plan = name switch
        {
            ImplicitAls.ModelKind => PlanImplicitAls(reader),
            Ease.ModelKind => PlanEase(reader),
            GraphFilter.ModelKind => PlanGraphFilter(reader),
            NeuralCf.ModelKind => PlanNeuralCf(reader),
            ItemKnn.ModelKind => PlanItemKnn(reader),
            Bpr.ModelKind => PlanBpr(reader),
            BiasedFactors.ModelKind => PlanBiasedFactors(reader),
            Blend.ModelKind => BlendPlan.Read(reader),
            Popularity.ModelKind => new ModelPlan(name, reader.Values, (train, _, _) => Popularity.Fit(train)),
            _ => throw new InvalidValueException("model", name, string.Join(", ", Names), $"model must be one of {string.Join(", ", Names)}; got '{name}'"),
        };
        reader.RefuseOthers();
        return plan;
    }

    /// <summary>Where the parameters of a model are searched; none where it has none that matter.</summary>
    internal static IReadOnlyList<SearchRange> Ranges(string name) => name switch
    {
        ImplicitAls.ModelKind =>
        [
            SearchRange.Among("dimensions", "64", "128", "256"),
            SearchRange.Logarithmic("unobserved_weight", 0.01, 2),
            SearchRange.Logarithmic("regularization", 0.001, 0.1),
        ],
        Ease.ModelKind => [SearchRange.Logarithmic("regularization", 10, 3_000), SearchRange.Among("dropout", "0", "0.1", "0.2", "0.33", "0.5")],
        ItemKnn.ModelKind => [SearchRange.Among("neighbours", "20", "50", "100", "200", "500", "1000"), SearchRange.Among("shrinkage", "0", "5", "10", "20", "50", "100")],
        GraphFilter.ModelKind => [SearchRange.Among("signals", "32", "64", "128", "256", "512"), SearchRange.Logarithmic("ideal_weight", 0.03, 3)],
        NeuralCf.ModelKind =>
        [
            SearchRange.Among("dimensions", "16", "32", "64"),
            SearchRange.Logarithmic("learning_rate", 0.0003, 0.01),
            SearchRange.Among("history_exponent", "0", "0.5", "1"),
            SearchRange.Among("negatives", "2", "4", "8"),
        ],
        Bpr.ModelKind =>
        [
            SearchRange.Among("dimensions", "32", "64", "128"),
            SearchRange.Logarithmic("learning_rate", 0.01, 0.2),
            SearchRange.Logarithmic("regularization", 0.0003, 0.1),
            SearchRange.Among("epochs", "30", "60", "100", "200"),
        ],
        BiasedFactors.ModelKind =>
        [
            SearchRange.Among("dimensions", "20", "50", "100"),
            SearchRange.Logarithmic("learning_rate", 0.003, 0.05),
            SearchRange.Logarithmic("regularization", 0.01, 0.3),
            SearchRange.Among("epochs", "10", "20", "40", "80"),
        ],
        _ => [],
    };

    private static ModelPlan PlanImplicitAls(ParameterReader reader)
    {
        ImplicitAlsSettings defaults = new();
        ImplicitAlsSettings settings = new()
        {
            Dimensions = reader.Read("dimensions", defaults.Dimensions),
            Epochs = reader.Read("epochs", defaults.Epochs),
            Regularization = reader.Read("regularization", defaults.Regularization),
            UnobservedWeight = reader.Read("unobserved_weight", defaults.UnobservedWeight),
            FrequencyExponent = reader.Read("frequency_exponent", defaults.FrequencyExponent),
            InitialDeviation = reader.Read("initial_deviation", defaults.InitialDeviation),
            ConjugateGradientSteps = reader.Read("conjugate_gradient_steps", defaults.ConjugateGradientSteps),
            Seed = reader.Read("seed", defaults.Seed),
        };
        reader.Validate(settings.Validate);
        return new ModelPlan(ImplicitAls.ModelKind, reader.Values, (train, options, cancel) => ImplicitAls.Fit(train, settings, options, cancel));
    }

    private static ModelPlan PlanEase(ParameterReader reader)
    {
        EaseSettings defaults = new();
        EaseSettings settings = new()
        {
            Regularization = reader.Read("regularization", defaults.Regularization),
            Dropout = reader.Read("dropout", defaults.Dropout),
            Form = reader.ReadChoice("form", defaults.Form),
            MaximumSide = reader.Read("maximum_side", defaults.MaximumSide),
        };
        reader.Validate(settings.Validate);
        return new ModelPlan(Ease.ModelKind, reader.Values, (train, options, cancel) => Ease.Fit(train, settings, options, cancel));
    }

    private static ModelPlan PlanItemKnn(ParameterReader reader)
    {
        ItemKnnSettings defaults = new();
        ItemKnnSettings settings = new()
        {
            Neighbours = reader.Read("neighbours", defaults.Neighbours),
            Shrinkage = reader.Read("shrinkage", defaults.Shrinkage),
        };
        reader.Validate(settings.Validate);
        return new ModelPlan(ItemKnn.ModelKind, reader.Values, (train, options, cancel) => ItemKnn.Fit(train, settings, options, cancel));
    }

    private static ModelPlan PlanGraphFilter(ParameterReader reader)
    {
        GraphFilterSettings defaults = new();
        GraphFilterSettings settings = new()
        {
            Signals = reader.Read("signals", defaults.Signals),
            IdealWeight = reader.Read("ideal_weight", defaults.IdealWeight),
            Seed = reader.Read("seed", defaults.Seed),
        };
        reader.Validate(settings.Validate);
        return new ModelPlan(GraphFilter.ModelKind, reader.Values, (train, options, cancel) => GraphFilter.Fit(train, settings, options, cancel));
    }

    private static ModelPlan PlanNeuralCf(ParameterReader reader)
    {
        NeuralCfSettings defaults = new();
        NeuralCfSettings settings = new()
        {
            Dimensions = reader.Read("dimensions", defaults.Dimensions),
            Layers = reader.ReadList("layers", defaults.Layers),
            Epochs = reader.Read("epochs", defaults.Epochs),
            Patience = reader.Read("patience", defaults.Patience),
            BatchSize = reader.Read("batch_size", defaults.BatchSize),
            LearningRate = reader.Read("learning_rate", defaults.LearningRate),
            Negatives = reader.Read("negatives", defaults.Negatives),
            Regularization = reader.Read("regularization", defaults.Regularization),
            Dropout = reader.Read("dropout", defaults.Dropout),
            HistoryExponent = reader.Read("history_exponent", defaults.HistoryExponent),
            HistorySample = reader.Read("history_sample", defaults.HistorySample),
            Seed = reader.Read("seed", defaults.Seed),
        };
        reader.Validate(settings.Validate);
        return new ModelPlan(NeuralCf.ModelKind, reader.Values, (train, options, cancel) => NeuralCf.Fit(train, settings, options, cancel));
    }

    private static ModelPlan PlanBpr(ParameterReader reader)
    {
        BprSettings defaults = new();
        BprSettings settings = new()
        {
            Dimensions = reader.Read("dimensions", defaults.Dimensions),
            Epochs = reader.Read("epochs", defaults.Epochs),
            LearningRate = reader.Read("learning_rate", defaults.LearningRate),
            Regularization = reader.Read("regularization", defaults.Regularization),
            InitialDeviation = reader.Read("initial_deviation", defaults.InitialDeviation),
            Seed = reader.Read("seed", defaults.Seed),
        };
        reader.Validate(settings.Validate);
        return new ModelPlan(Bpr.ModelKind, reader.Values, (train, options, cancel) => Bpr.Fit(train, settings, options, cancel));
    }

    private static ModelPlan PlanBiasedFactors(ParameterReader reader)
    {
        BiasedFactorsSettings defaults = new();
        BiasedFactorsSettings settings = new()
        {
            Dimensions = reader.Read("dimensions", defaults.Dimensions),
            Epochs = reader.Read("epochs", defaults.Epochs),
            LearningRate = reader.Read("learning_rate", defaults.LearningRate),
            Regularization = reader.Read("regularization", defaults.Regularization),
            InitialDeviation = reader.Read("initial_deviation", defaults.InitialDeviation),
            Seed = reader.Read("seed", defaults.Seed),
        };
        reader.Validate(settings.Validate);
        return new ModelPlan(BiasedFactors.ModelKind, reader.Values, (train, options, cancel) => BiasedFactors.Fit(train, settings, options, cancel)) { FitsRatings = true };
    }
}
