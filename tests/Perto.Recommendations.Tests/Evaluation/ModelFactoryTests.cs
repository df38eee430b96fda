using Perto.Learning;
using Perto.Platform;

namespace Perto.Recommendations.Tests;

public sealed class ModelFactoryTests
{
    private static readonly InteractionMatrix Data = InteractionMatrix.From(3, 3, [new(0, 0), new(0, 1), new(1, 1), new(2, 2), new(2, 0)]);

    private static ModelPlan Plan(string name, params string[] given) =>
        ModelFactory.Plan(name, given.Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]));

    [Fact]
    public void Every_name_gives_its_model_with_all_parameters_told()
    {
        foreach (string name in ModelFactory.Names)
        {
            ModelPlan plan = Plan(name);
            IRecommenderModel model = plan.Fit(Data);
            Assert.Equal(name, plan.Model);
            Assert.Equal(name, model.Kind);
        }

        Assert.Equal(
            ["dimensions", "epochs", "regularization", "unobserved_weight", "frequency_exponent", "initial_deviation", "conjugate_gradient_steps", "seed"],
            Plan("ials").Parameters.Keys);
        Assert.Equal(["regularization", "dropout", "form", "maximum_side"], Plan("ease").Parameters.Keys);
    }

    [Fact]
    public void Given_parameters_reach_the_model()
    {
        ImplicitAls model = Assert.IsType<ImplicitAls>(Plan("ials", "dimensions=5", "regularization=0.25", "seed=-3").Fit(Data));
        Assert.Equal((5, 0.25, -3), (model.Settings.Dimensions, model.Settings.Regularization, model.Settings.Seed));
        Assert.Equal(EaseForm.Users, Assert.IsType<Ease>(Plan("ease", "form=users").Fit(Data)).Form);

        NeuralCf neural = Assert.IsType<NeuralCf>(Plan("ncf", "layers=12,5", "dimensions=3", "epochs=2", "dropout=0.5").Fit(Data));
        Assert.Equal([12, 5], neural.Settings.Layers);
        Assert.Equal((3, 2, 0.5), (neural.Settings.Dimensions, neural.Settings.Epochs, neural.Settings.Dropout));
        Assert.Equal(EaseForm.Users, Assert.IsType<Ease>(Plan("ease", "form=users").Fit(Data)).Form);
    }

    [Theory]
    [InlineData("als", "", "model must be one of ials, ease, gfcf, ncf, itemknn, bpr, biased-factors, blend, popularity; got 'als'")]
    [InlineData("ncf", "layers=64;32", "layers of ncf must be whole numbers separated by commas; got '64;32'")]
    [InlineData("ncf", "layers=64,,32", "layers of ncf must be whole numbers separated by commas; got '64,,32'")]
    [InlineData("ncf", "layers=64,0", "layers of ncf must be 1 to 8 numbers in 1..4096; got 64,0")]
    [InlineData("ncf", "learning_rate=0", "learning_rate of ncf must be above 0 and at most 1; got 0")]
    [InlineData("ncf", "dropout=1", "dropout of ncf must be at least 0 and below 1; got 1")]
    [InlineData("ease", "lambda=3", "'lambda' is no parameter of ease; it has regularization, dropout, form, maximum_side")]
    [InlineData("popularity", "k=3", "'k' is no parameter of popularity; it has no parameters")]
    [InlineData("ials", "dimensions=wide", "dimensions of ials must be a whole number; got 'wide'")]
    [InlineData("ials", "regularization=x", "regularization of ials must be a number; got 'x'")]
    [InlineData("ials", "unobserved_weight=-1", "unobserved_weight of ials must be above 0 and at most 1000; got -1")]
    [InlineData("itemknn", "neighbours=0", "neighbours of itemknn must be in 1..10000; got 0")]
    [InlineData("ease", "form=wide", "form of ease must be one of automatic, items, users; got 'wide'")]
    public void What_is_not_allowed_lists_what_is(string model, string parameter, string message)
    {
        InvalidValueException refusal = Assert.Throws<InvalidValueException>(() => parameter.Length == 0 ? Plan(model) : Plan(model, parameter));
        Assert.Equal(message, refusal.Message);
    }

    [Fact]
    public void A_blend_has_parts_with_parameters_and_seeds_of_their_own()
    {
        ModelPlan plan = Plan("blend", "models=ease+ials*2", "ials.dimensions=3", "ials.seed=7", "k=2");
        Blend blend = Assert.IsType<Blend>(plan.Fit(Data));
        Assert.Equal(["ease", "ials", "ials"], blend.Parts.Select(part => part.Kind));
        Assert.Equal([(3, 7L), (3, 8L)], blend.Parts.OfType<ImplicitAls>().Select(part => (part.Dimensions, part.Settings.Seed)));
        Assert.Equal("3", plan.Parameters["ials.dimensions"]);
        Assert.Equal("automatic", plan.Parameters["ease.form"]);
    }

    [Theory]
    [InlineData("models=ease+magic", "models of blend must be names joined by +, each one of ials, ease, gfcf, ncf, itemknn, bpr, popularity; got 'magic'")]
    [InlineData("models=ials*0", "models of blend must have 1 to 12 of one kind; got 'ials*0'")]
    [InlineData("models=ease*2", "ease is the same each time: it has no seed; got 'ease*2'")]
    [InlineData("models=ials+ials", "models of blend must name each kind once; several of one are 'ials*2'; got 'ials+ials'")]
    [InlineData("ials.width=3", "'width' is no parameter of ials")]
    [InlineData("itemknn.neighbours=3", "'itemknn.neighbours' is no parameter of blend")]
    [InlineData("hidden=1", "hidden of blend must be above 0 and below 1; got 1")]
    public void A_blend_that_cannot_be_says_why(string parameter, string message) =>
        Assert.StartsWith(message, Assert.Throws<InvalidValueException>(() => Plan("blend", parameter)).Message, StringComparison.Ordinal);
}
