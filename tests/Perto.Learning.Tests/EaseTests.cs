namespace Perto.Learning.Tests;

public sealed class EaseTests
{
    private const double Lambda = 3;

    /// <summary>B by the definition: the inverse of X'X + lambda I in double precision.</summary>
    private static double[,] SlowWeights(InteractionMatrix data, double dropout = 0)
    {
        double[,] x = SyntheticInteractions.Dense(data);
        int n = data.ItemCount;
        double[,] gram = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int user = 0; user < data.UserCount; user++)
                    gram[i, j] += x[user, i] * x[user, j];
            }

            gram[i, i] += Lambda + (dropout / (1 - dropout) * gram[i, i]);
        }

        double[,] p = DenseAlgebra.Solve(gram, DenseAlgebra.Identity(n));
        double[,] b = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                b[i, j] = i == j ? 0 : -p[i, j] / p[j, j];
        }

        return b;
    }

    [Theory]
    [InlineData(EaseForm.Items, 40, 60, false)]
    [InlineData(EaseForm.Users, 40, 60, false)]
    [InlineData(EaseForm.Items, 80, 30, true)]
    [InlineData(EaseForm.Users, 80, 30, true)]
    public void Both_forms_give_the_weights_of_the_definition(EaseForm form, int users, int items, bool weighted)
    {
        InteractionMatrix data = SyntheticInteractions.Of(users, items, 20, seed: 1, weighted);
        Ease model = Ease.Fit(data, new EaseSettings { Regularization = Lambda, Form = form });
        double[,] b = SlowWeights(data);
        float[] scores = new float[items];
        for (int item = 0; item < items; item++)
        {
            model.Score([item], [], scores);
            for (int other = 0; other < items; other++)
                Assert.Equal(b[item, other], scores[other], 1e-4);
        }
    }

    [Fact]
    public void The_smaller_system_is_chosen()
    {
        Assert.Equal(EaseForm.Users, Ease.Fit(SyntheticInteractions.Of(20, 60, 9, seed: 1), new EaseSettings()).Form);
        Assert.Equal(EaseForm.Items, Ease.Fit(SyntheticInteractions.Of(60, 20, 9, seed: 1), new EaseSettings()).Form);
    }

    [Fact]
    public void Data_that_are_too_large_say_how_large_the_limit_and_the_memory()
    {
        InteractionMatrix wide = InteractionMatrix.From(30_000, 40_000, [new Interaction(0, 0)]);
        ModelTooLargeException refusal = Assert.Throws<ModelTooLargeException>(() => Ease.Fit(wide, new EaseSettings()));
        Assert.Equal("number of users for EASE is 30000, the limit is 20000; it would take 3.4 GiB", refusal.Message);
        Assert.Equal((30_000, 20_000, 3_600_000_000), (refusal.Size, refusal.Limit, refusal.Bytes));
        Assert.Throws<ModelTooLargeException>(() => Ease.Fit(wide, new EaseSettings { Form = EaseForm.Items }));
    }

    [Fact]
    public void Progress_counts_the_rows_of_the_inverse()
    {
        List<FitProgress> progress = [];
        Ease.Fit(SyntheticInteractions.Of(400, 300, 9, seed: 1), new EaseSettings(), new FitOptions { Progress = progress.Add });
        Assert.Equal(new FitProgress(300, 300, null), progress[^1]);
        Assert.True(progress.Count > 1);
    }

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        InteractionMatrix data = SyntheticInteractions.Of(5, 5, 2, seed: 1);
        Assert.Equal(
            "Regularization must be in 0.01..10000000; got 0",
            Assert.Throws<SettingOutOfRangeException>(() => Ease.Fit(data, new EaseSettings { Regularization = 0 })).Message);
        Assert.Throws<SettingOutOfRangeException>(() => Ease.Fit(data, new EaseSettings { Form = (EaseForm)9 }));
        Assert.Throws<SettingOutOfRangeException>(() => Ease.Fit(data, new EaseSettings { MaximumSide = 50_000 }));
        Assert.Throws<SettingOutOfRangeException>(() => Ease.Fit(data, new EaseSettings(), new FitOptions { Threads = -1 }));
    }

    [Fact]
    public void Dropout_regularises_an_item_by_how_often_it_was_had()
    {
        InteractionMatrix data = SyntheticInteractions.Of(30, 40, 20, seed: 1, weighted: true);
        Ease model = Ease.Fit(data, new EaseSettings { Regularization = Lambda, Dropout = 0.4 });
        Assert.Equal(EaseForm.Items, model.Form);
        double[,] b = SlowWeights(data, dropout: 0.4);
        float[] scores = new float[40];
        for (int item = 0; item < 40; item++)
        {
            model.Score([item], [], scores);
            for (int other = 0; other < 40; other++)
                Assert.Equal(b[item, other], scores[other], 1e-4);
        }

        Assert.Equal(
            "Dropout must be 0 with the form of the users; got 0.4",
            Assert.Throws<SettingOutOfRangeException>(() => Ease.Fit(data, new EaseSettings { Dropout = 0.4, Form = EaseForm.Users })).Message);
        Assert.Throws<SettingOutOfRangeException>(() => Ease.Fit(data, new EaseSettings { Dropout = 1 }));
    }
}
