using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Perto.Learning;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary>The commands of experiments, on files.</summary>
[Collection("console")]
public sealed class AbTestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>GrowthBook, packages/stats/tests/frequentist/test_tests.py: test_two_sided_ttest, test_two_sided_ttest_absolute; p to 5 places.</summary>
    [Fact]
    public async Task Sums_give_GrowthBooks_effects()
    {
        const string Sums = """
            {"metrics": [{"name": "revenue", "kind": "mean", "arms": {
              "b": {"n": 3461, "sum": 2422.7, "sum_squares": 134698.29},
              "control": {"n": 3407, "sum": 1396.87, "sum_squares": 52377.9767}}}]}
            """;
        JsonNode comparison = Only(await AnalyseAsync(Write("sums.json", Sums)));
        Holds(comparison["relative"]!, 0.70732, -0.03526, 1.44989, 0.06191);
        Holds(comparison["absolute"]!, 0.29, 0.04538, 0.53462, 0.02016);
        Assert.Equal(0.02016, Rounded(comparison["p_value"]));
        Assert.Equal(0.06191, Rounded(Only(await AnalyseAsync(Write("sums.json", Sums), "--scale", "relative"))["p_value"]));
    }

    /// <summary>The same file's test_sequential_test_runs and test_sequential_test_runs_ra, and bayesian/test_tests.py, test_bayesian_gaussian_ab_test_informative.</summary>
    [Fact]
    public async Task Sums_give_GrowthBooks_sequential_and_Bayesian_answers()
    {
        const string Sums = """
            {"metrics": [
              {"name": "plain", "kind": "mean", "arms": {
                "a": {"n": 3000, "sum": 1396.87, "sum_squares": 52377.9767}, "b": {"n": 3461, "sum": 2422.7, "sum_squares": 134698.29}}},
              {"name": "adjusted", "kind": "mean", "arms": {
                "a": {"n": 3000, "sum": 1396.87, "sum_squares": 52377.9767, "covariate_sum": 16.87, "covariate_sum_squares": 527.9767, "covariate_product": 1},
                "b": {"n": 3461, "sum": 2422.7, "sum_squares": 134698.29, "covariate_sum": 22.7, "covariate_sum_squares": 1348.29, "covariate_product": 1}}}]}
            """;
        string file = Write("sums.json", Sums);
        JsonNode tuned = await AnalyseAsync(file, "--control", "a", "--sequential", "--tuning", "1000");
        Holds(tuned["comparisons"]![0]!["relative"]!, 0.50336, -0.55844, 1.56516, 1);
        JsonNode usual = await AnalyseAsync(file, "--control", "a", "--sequential");
        Holds(usual["comparisons"]![1]!["relative"]!, 0.50338, -0.50969, 1.51646, 1);

        const string Small = """
            {"metrics": [{"name": "score", "kind": "mean", "arms": {
              "control": {"n": 10, "sum": 100, "sum_squares": 1002.25}, "b": {"n": 10, "sum": 105, "sum_squares": 1111.5}}}]}
            """;
        JsonNode posterior = Only(await AnalyseAsync(Write("small.json", Small), "--scale", "relative", "--bayesian", "--prior", "0.1,0.31622776601683794"))["bayesian"]!;
        Assert.Equal(
            (0.05063, -0.01893, 0.12019, 0.92315, 0.05186, 0.00123),
            (Rounded(posterior["estimate"]), Rounded(posterior["lower"]), Rounded(posterior["upper"]), Rounded(posterior["chance_to_win"]), Rounded(posterior["risk_of_control"]), Rounded(posterior["risk_of_treatment"])));
    }

    /// <summary>GrowthBook's test_two_sided_ttest_binom, from rows: 14 of 28 against 16 of 30.</summary>
    [Fact]
    public async Task Rows_give_GrowthBooks_shares()
    {
        var rows = new StringBuilder("unit,variant,bought\n");
        for (int unit = 0; unit < 58; unit++)
            rows.Append(CultureInfo.InvariantCulture, $"u{unit},{(unit < 28 ? "control" : "b")},{(unit is < 14 or >= 42 ? 1 : 0)}\n");
        JsonNode comparison = Only(await AnalyseAsync(Write("rows.csv", rows.ToString()), "--metric", "bought:proportion"));
        Holds(comparison["relative"]!, 0.06667, -0.47767, 0.61101, 0.80707);
    }

    /// <summary>Several rows a unit, of ids with commas and quotes, packed and not: against sums by LINQ.</summary>
    [Theory, InlineData("rows.csv"), InlineData("rows.csv.gz")]
    public async Task Rows_of_a_unit_are_added_up(string name)
    {
        var random = new Random(4);
        (string Unit, string Arm, double Revenue, int Clicks, int Views, double Before)[] rows =
            [.. Enumerable.Range(0, 4_000).Select(_ => random.Next(600)).Select(unit =>
                ($"person \"{unit}\", of many", unit % 3 == 0 ? "control" : "new", Math.Round(random.NextDouble() * 9, 3), random.Next(3), 3 + random.Next(4), (double)(unit % 7)))];
        var text = new StringBuilder("views,unit,clicks,variant,before,revenue\r\n");
        foreach ((string unit, string arm, double revenue, int clicks, int views, double before) in rows)
            text.Append(CultureInfo.InvariantCulture, $"{views},\"{unit.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{clicks},{arm},{before},{revenue}\r\n");
        JsonNode report = await AnalyseAsync(
            Write(name, text.ToString()), "--metric", "revenue", "--metric", "clicks/views:ratio", "--covariate", "revenue=before");

        var units = rows.GroupBy(row => row.Unit).Select(unit => (unit.First().Arm, Revenue: unit.Sum(row => row.Revenue), Clicks: unit.Sum(row => row.Clicks), Views: unit.Sum(row => row.Views))).ToArray();
        JsonNode revenueRow = report["comparisons"]![0]!;
        JsonNode ratioRow = report["comparisons"]![1]!;
        foreach ((string arm, string value, string count) in ((string, string, string)[])[("control", "control_value", "control_units"), ("new", "value", "units")])
        {
            var ofArm = units.Where(unit => unit.Arm == arm).ToArray();
            Assert.Equal(ofArm.Length, (int)revenueRow[count]!);
            Assert.Equal(ofArm.Average(unit => unit.Revenue), (double)revenueRow[value]!, 9);
            Assert.Equal((double)ofArm.Sum(unit => unit.Clicks) / ofArm.Sum(unit => unit.Views), (double)ratioRow[value]!, 12);
        }
        Assert.NotNull(revenueRow["adjustment"]);
        Assert.Null(ratioRow["adjustment"]);
        Assert.Equal(4_000, (int)report["rows"]!);
        Assert.InRange((double)report["srm"]!["p_value"]!, 0, 1e-6);
        Assert.True((bool)report["srm"]!["mismatch"]!);
        JsonNode expected = await AnalyseAsync(_folder.Find(name), "--metric", "revenue", "--expected", "1,2");
        Assert.False((bool)expected["srm"]!["mismatch"]!);
    }

    /// <summary>GrowthBook's TestOneSidedGreaterTTest: an interval without an upper end.</summary>
    [Fact]
    public async Task A_one_sided_interval_has_one_end()
    {
        const string Sums = """
            {"metrics": [{"name": "revenue", "kind": "mean", "arms": {
              "control": {"n": 3000, "sum": 1396.87, "sum_squares": 52377.9767}, "b": {"n": 3461, "sum": 2422.7, "sum_squares": 134698.29}}}]}
            """;
        JsonNode effect = Only(await AnalyseAsync(Write("sums.json", Sums), "--alternative", "greater"))["relative"]!;
        Assert.Equal((-0.04514, 0.06558), (Rounded(effect["lower"]), Rounded(effect["p_value"])));
        Assert.Null(effect["upper"]);
        (_, string output, _) = await CommandLine.RunAsync(_folder.Find("data"), "abtest", "analyse", _folder.Find("sums.json"), "--alternative", "greater");
        Assert.Contains("[-4.51 %, ...]", output, StringComparison.Ordinal);
    }

    /// <summary>A ratio adjusted by the ratio before, against the engine on the same units.</summary>
    [Fact]
    public async Task A_ratio_is_adjusted_by_the_ratio_before()
    {
        var random = new Random(21);
        var text = new StringBuilder("unit,variant,clicks,views,clicks_before,views_before\n");
        SampleMoments[] arms = [new(4), new(4)];
        for (int unit = 0; unit < 800; unit++)
        {
            (int views, int before) = (5 + random.Next(20), 5 + random.Next(20));
            double taste = random.NextDouble();
            double[] numbers = [Math.Round(views * taste), views, Math.Round(before * taste), before];
            arms[unit % 2].Add(numbers);
            text.Append(CultureInfo.InvariantCulture, $"{unit},{(unit % 2 == 0 ? "control" : "b")},{string.Join(',', numbers)}\n");
        }
        JsonNode comparison = Only(await AnalyseAsync(
            Write("rows.csv", text.ToString()), "--metric", "clicks/views:ratio", "--covariate", "clicks/views=clicks_before/views_before"));
        Effect expected = Effect.Of(
            new ArmStatistic(MetricKind.Ratio, arms[0], Adjusted: true), new ArmStatistic(MetricKind.Ratio, arms[1], Adjusted: true), EffectScale.Absolute);
        Assert.InRange(expected.Adjustment, 0.8, 1);
        Assert.Equal(expected.Adjustment, (double)comparison["adjustment"]!, 12);
        Assert.Equal(expected.Estimate, (double)comparison["absolute"]!["estimate"]!, 12);
        Assert.Equal(expected.StandardError, (double)comparison["absolute"]!["standard_error"]!, 12);
    }

    /// <summary>A control of 0 has no relative effect, and a prior of relative effects then says nothing; numbers near the ends of what there is are no trouble either.</summary>
    [Fact]
    public async Task Extreme_numbers_have_an_answer_or_a_reason()
    {
        string none = Write("rows.csv", "unit,variant,m\na,control,-1\nb,control,1\nc,b,2\nd,b,5\n");
        JsonNode comparison = Only(await AnalyseAsync(none, "--metric", "m", "--bayesian", "--prior", "0,0.3"));
        Assert.Equal(3.5, (double)comparison["absolute"]!["estimate"]!);
        Assert.Null(comparison["relative"]);
        Assert.Null(comparison["bayesian"]);
        Assert.Equal("the control is 0, so nothing is relative to it", (string?)comparison["problem"]);
        Assert.NotNull(Only(await AnalyseAsync(none, "--metric", "m", "--bayesian"))["bayesian"]);

        string far = Write("rows.csv", "unit,variant,m\na,control,1e50\nb,control,-9e49\nc,b,1e50\nd,b,2e49\n");
        Assert.Equal(5.5e49, (double)Only(await AnalyseAsync(far, "--metric", "m", "--scale", "relative"))["absolute"]!["estimate"]!, 1e35);
        string near = Write("rows.csv", "unit,variant,m\na,control,1e-320\nb,control,1\nc,control,-1\nd,b,1\ne,b,2\n");
        Assert.Equal("the numbers are too large, or the control is too near to 0", (string?)Only(await AnalyseAsync(
            Write("sums.json", """{"metrics": [{"name": "m", "kind": "mean", "arms": {"control": {"n": 3, "sum": 1e-320, "sum_squares": 2}, "b": {"n": 2, "sum": 3, "sum_squares": 5}}}]}""")))["problem"]);
        Assert.NotNull(Only(await AnalyseAsync(near, "--metric", "m"))["absolute"]);
    }

    /// <summary>The looks of a day are the whole analysis of a file that ends with that day.</summary>
    [Fact]
    public async Task Each_day_is_a_look()
    {
        var random = new Random(12);
        string[] lines = [.. Enumerable.Range(0, 1_800).Select(row =>
        {
            int unit = random.Next(400);
            return string.Create(CultureInfo.InvariantCulture, $"{unit},{(unit % 2 == 0 ? "control" : "b")},2025-03-{1 + (row / 600):00}T10:00:00Z,{random.Next(10) + (9 * (unit % 2))}");
        })];
        const string Header = "unit,variant,day,minutes";
        JsonNode report = await AnalyseAsync(
            Write("all.csv", string.Join('\n', lines.Prepend(Header))), "--metric", "minutes", "--sequential", "--date", "day");
        Assert.Equal(["2025-03-01", "2025-03-02", "2025-03-03"], report["looks"]!.AsArray().Select(look => (string)look!["day"]!));
        for (int day = 1; day <= 3; day++)
        {
            JsonNode until = Only(await AnalyseAsync(Write("until.csv", string.Join('\n', lines.Take(600 * day).Prepend(Header))), "--metric", "minutes", "--sequential"));
            JsonNode look = report["looks"]![day - 1]!;
            Assert.Equal((double)until["absolute"]!["estimate"]!, (double)look["effect"]!["estimate"]!, 12);
            Assert.Equal((double)until["p_value"]!, (double)look["effect"]!["p_value"]!, 12);
            Assert.Equal(((int)until["units"]!, (int)until["control_units"]!), ((int)look["units"]!, (int)look["control_units"]!));
        }
        (_, string output, _) = await CommandLine.RunAsync(_folder.Find("data"), "abtest", "analyse", _folder.Find("all.csv"), "--metric", "minutes", "--sequential", "--date", "day");
        Assert.Contains("minutes, b: saw an effect first on 2025-03-0", output, StringComparison.Ordinal);
    }

    /// <summary>The sequential promise is asymptotic: of 90 units an arm on the first day there is no look yet, of 180 there is one.</summary>
    [Fact]
    public async Task A_day_with_few_units_is_no_look()
    {
        var rows = new StringBuilder("unit,variant,day,minutes\n");
        for (int unit = 0; unit < 360; unit++)
            rows.Append(CultureInfo.InvariantCulture, $"{unit},{(unit % 2 == 0 ? "control" : "b")},2025-03-0{1 + (unit / 180)},{(unit % 7) + (20 * (unit % 2))}\n");
        string file = Write("rows.csv", rows.ToString());
        JsonArray looks = (await AnalyseAsync(file, "--metric", "minutes", "--sequential", "--date", "day"))["looks"]!.AsArray();
        Assert.Null(looks[0]!["effect"]);
        Assert.NotNull(looks[1]!["effect"]);
        (_, string output, _) = await CommandLine.RunAsync(_folder.Find("data"), "abtest", "analyse", file, "--metric", "minutes", "--sequential", "--date", "day");
        Assert.Contains("minutes, b: saw an effect first on 2025-03-02", output, StringComparison.Ordinal);
        JsonNode small = Only(await AnalyseAsync(Write("small.csv", string.Join('\n', rows.ToString().Split('\n').Take(181))), "--metric", "minutes", "--sequential"));
        Assert.Null(small["absolute"]);
        Assert.Equal("an arm has fewer than the 100 units that a sequential test needs before its first look", (string?)small["problem"]);
    }

    /// <summary>Twenty metrics of which one says yes by itself, and no longer among twenty: what is said of the days goes by what is said of the end.</summary>
    [Fact]
    public async Task A_look_is_adjusted_for_all_comparisons_too()
    {
        var random = new Random(5);
        var rows = new StringBuilder($"unit,variant,day,{string.Join(',', Enumerable.Range(0, 20).Select(metric => $"m{metric}"))}\n");
        for (int unit = 0; unit < 2_000; unit++)
        {
            IEnumerable<double> numbers = Enumerable.Range(0, 20).Select(metric => random.NextDouble() + (metric == 0 && unit % 2 == 1 ? 0.045 : 0));
            rows.Append(CultureInfo.InvariantCulture, $"{unit},{(unit % 2 == 0 ? "control" : "b")},2025-03-0{1 + (unit / 1_000)},{string.Join(',', numbers.Select(number => number.ToString("0.####", CultureInfo.InvariantCulture)))}\n");
        }
        string[] options = [Write("rows.csv", rows.ToString()), "--sequential", "--date", "day", .. Enumerable.Range(0, 20).SelectMany(metric => (string[])["--metric", $"m{metric}"])];
        JsonNode report = await AnalyseAsync(options[0], [.. options[1..], "--correct", "holm"]);
        JsonNode[] looks = [.. report["looks"]!.AsArray().Where(look => (string)look!["day"]! == "2025-03-02").Select(look => look!)];
        double[] expected = MultipleTesting.Holm([.. looks.Select(look => (double)look["effect"]!["p_value"]!)]);
        Assert.Equal(expected, looks.Select(look => (double)look["adjusted_p_value"]!));
        Assert.InRange((double)looks[0]["effect"]!["p_value"]!, 0.0026, 0.05);
        (_, string plain, _) = await CommandLine.RunAsync(_folder.Find("data"), ["abtest", "analyse", .. options]);
        Assert.Contains("m0, b: saw an effect first on 2025-03-02", plain, StringComparison.Ordinal);
        (_, string adjusted, _) = await CommandLine.RunAsync(_folder.Find("data"), ["abtest", "analyse", .. options, "--correct", "holm"]);
        Assert.Contains("m0, b: has not seen an effect", adjusted, StringComparison.Ordinal);
    }

    /// <summary>Units without a covariate against a file in which theirs is the mean of the others.</summary>
    [Fact]
    public async Task A_unit_without_a_covariate_counts_as_if_its_own_were_the_mean()
    {
        var random = new Random(3);
        (int Unit, double Before, double Value)[] units = [.. Enumerable.Range(0, 400).Select(unit =>
        {
            double before = Math.Round(random.NextDouble() * 10, 2);
            return (unit, before, Math.Round(before + random.NextDouble() + (unit % 2), 2));
        })];
        bool Missing(int unit) => unit % 5 == 0;
        double mean = units.Where(unit => !Missing(unit.Unit)).Average(unit => unit.Before);
        string Rows(Func<int, double, string> before) => "unit,variant,m,before\n" + string.Concat(units.Select(unit =>
            string.Create(CultureInfo.InvariantCulture, $"{unit.Unit},{(unit.Unit % 2 == 0 ? "control" : "b")},{unit.Value},{before(unit.Unit, unit.Before)}\n")));
        string some = Write("some.csv", Rows((unit, before) => Missing(unit) ? " " : before.ToString(CultureInfo.InvariantCulture)) + "5,b,0,\n10,control,0,\n");
        JsonNode filled = Only(await AnalyseAsync(some, "--metric", "m", "--covariate", "m=before"));
        JsonNode whole = Only(await AnalyseAsync(
            Write("whole.csv", Rows((unit, before) => (Missing(unit) ? mean : before).ToString("R", CultureInfo.InvariantCulture))), "--metric", "m", "--covariate", "m=before"));
        Assert.Equal(80, (long)filled["without_covariate"]!);
        Assert.Equal(0, (long)whole["without_covariate"]!);
        foreach (string number in (string[])["estimate", "standard_error"])
            Assert.Equal((double)whole["absolute"]![number]!, (double)filled["absolute"]![number]!, 9);
        (_, string output, _) = await CommandLine.RunAsync(_folder.Find("data"), "abtest", "analyse", some, "--metric", "m", "--covariate", "m=before");
        Assert.Contains("80 units have none, and count as if theirs were the mean", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arms_are_chosen_by_name()
    {
        const string Rows = "unit,variant,m\na,old,1\nb,old,2\nc,new,3\nd,new,5\ne,other,7\nf,other,9\ng,other,9\nh,third,1\n";
        JsonNode report = await AnalyseAsync(Write("rows.csv", Rows), "--metric", "m", "--control", "old", "--treatment", "other", "--treatment", "new", "--expected", "2,2,3");
        Assert.Equal(["new", "other"], report["comparisons"]!.AsArray().Select(comparison => (string)comparison!["arm"]!));
        Assert.Equal(["old", "new", "other"], report["srm"]!["arms"]!.AsArray().Select(arm => (string)arm!["arm"]!));
        Assert.Equal(1, (double)report["srm"]!["p_value"]!, 9);
        const string Sums = """
            {"metrics": [{"name": "m", "kind": "proportion", "arms": {
              "control": {"n": 100, "sum": 10}, "b": {"n": 100, "sum": 20}, "c": {"n": 100, "sum": 30}}}]}
            """;
        Assert.Equal("c", (string?)Only(await AnalyseAsync(Write("sums.json", Sums), "--treatment", "c"))["arm"]);
    }

    /// <summary>The first row is the first with text, and commas in quotes separate nothing.</summary>
    [Theory, InlineData("\n\r\n"), InlineData("")]
    public async Task Tabs_are_seen_behind_empty_lines_and_quotes(string before)
    {
        JsonNode report = await AnalyseAsync(
            Write("rows.txt", $"{before}unit\tvariant\t\"paid, in\n\"\"euro\"\"\"\na\tcontrol\t1\nb\tb\t2\n"), "--metric", "paid, in\n\"euro\"");
        Assert.Equal(2, (double)Only(report)["value"]!);
    }

    [Fact]
    public async Task People_are_told_of_a_broken_split_and_of_units_in_two_arms()
    {
        var rows = new StringBuilder("unit\tvariant\tpaid\n\n");
        for (int unit = 0; unit < 3_000; unit++)
            rows.Append(CultureInfo.InvariantCulture, $"{unit}\t{(unit < 1_300 ? "control" : "b")}\t{unit % 5}\n");
        rows.Append("7\tb\t1\n");
        (int exitCode, string output, _) = await CommandLine.RunAsync(
            _folder.Find("data"), "abtest", "analyse", Write("rows.tsv", rows.ToString()), "--metric", "paid", "--correct", "holm", "--bayesian");
        Assert.Equal(0, exitCode);
        Assert.Contains("SAMPLE RATIO MISMATCH", output, StringComparison.Ordinal);
        Assert.Contains("control 1,299 (expected 1,500), b 1,700 (expected 1,500)", output, StringComparison.Ordinal);
        Assert.Contains("1 units were in several arms and are left out", output, StringComparison.Ordinal);
        Assert.Contains("p (holm)", output, StringComparison.Ordinal);
        Assert.Matches(@"paid +b +1,700 +2", output);
    }

    /// <summary>By hand: of three comparisons one has no p and does not count, so that the smaller one of the others is doubled.</summary>
    [Fact]
    public async Task Adjusted_p_values_count_the_comparisons_that_have_one()
    {
        const string Sums = """
            {"metrics": [{"name": "m", "kind": "proportion", "arms": {
              "control": {"n": 1000, "sum": 100}, "b": {"n": 1000, "sum": 140}, "c": {"n": 1000, "sum": 101}, "d": {"n": 1000, "sum": 0}}}]}
            """;
        JsonArray holm = (await AnalyseAsync(Write("sums.json", Sums), "--correct", "holm"))["comparisons"]!.AsArray();
        Assert.Equal(2 * (double)holm[0]!["p_value"]!, (double)holm[0]!["adjusted_p_value"]!, 12);
        Assert.Equal((double)holm[1]!["p_value"]!, (double)holm[1]!["adjusted_p_value"]!, 12);
        Assert.Null(holm[2]!["p_value"]);
        Assert.Equal("all units of an arm are alike, or nearly", (string?)holm[2]!["problem"]);
    }

    [Theory]
    [InlineData("a,control,1\nb,b,much", "rows.csv, line 3: m must be a finite number; got 'much'")]
    [InlineData("a,control,1\nb,b,NaN", "rows.csv, line 3: m must be a finite number; got 'NaN'")]
    [InlineData("a,control,1\nb,b,1e51", "rows.csv, line 3: m must be from -1e50 to 1e50, so that sums of squares can be computed with; got '1e51'")]
    [InlineData("\"a\"\rb,b,1", "rows.csv, line 2: quotes must be closed")]
    [InlineData("a,control,1\nb,b", "rows.csv, line 3: line must be of 3 cells, as the header is; got '2 cells'")]
    [InlineData("a,control,1\n,b,2", "rows.csv, line 3: unit must be the id of a unit; got ''")]
    [InlineData("a,control,1\nb,,2", "rows.csv, line 3: variant must be the name of an arm; got ''")]
    [InlineData("\"a\nb\",control,1\n\nb,\"b,2", "rows.csv, line 5: quotes must be closed")]
    [InlineData("a,control,1\nb,\"b\"x,2", "rows.csv, line 3: quotes must be closed")]
    [InlineData("a,control,1\nb,control,2", "An experiment has two arms and more; rows.csv has 'control' alone")]
    [InlineData("a,x,1\nb,y,2", "--control must be one of the arms of rows.csv (x, y); got 'control'")]
    public async Task A_line_that_cannot_be_used_is_named(string rows, string reason) =>
        await RefusedAsync(1, reason, Write("rows.csv", $"unit,variant,m\n{rows}"), "--metric", "m");

    [Theory]
    [InlineData("--metric x", "rows.csv, line 1: header must be with a column 'x'; got 'unit,variant,day,m,before'")]
    [InlineData("--metric m:median", "--metric must be name, name:mean, name:proportion or numerator/denominator:ratio; got 'm:median'")]
    [InlineData("--metric m:ratio", "--metric must be of two columns: numerator/denominator; got 'm:ratio'")]
    [InlineData("--metric m --metric m:proportion", "--metric must be given once for each metric; got 'm'")]
    [InlineData("--metric m --covariate x=before", "--covariate must be metric=column, of a metric that is given (m); got 'x=before'")]
    [InlineData("--metric m --covariate m=before", "rows.csv, line 4: before must be the 3 of the unit's rows above, as it was before the experiment; got '4'")]
    [InlineData("--metric m:proportion", "rows.csv, line 2: m must be 0 or 1, as it is of a proportion; got '2'")]
    [InlineData("--metric m --sequential --date day", "rows.csv, line 4: day must be not before 2025-01-02 of the line above: sort the file by date; got '2025-01-01'")]
    [InlineData("--metric m --sequential --date m", "rows.csv, line 2: m must be a day as 2025-01-31; got '2'")]
    [InlineData("--metric m --expected 1,1,1", "--expected must be a share of each arm, in the order control, b; got 1,1,1")]
    [InlineData("--metric m --covariate m=m", "--covariate must be a column other than the metric's own: one of the time before the experiment; got 'm=m'")]
    [InlineData("--metric m/before:ratio --covariate m/before=day/m", "--covariate must be a column other than the metric's own: one of the time before the experiment; got 'm/before=day/m'")]
    [InlineData("--metric m --covariate m=before --covariate m=day", "--covariate must be given once for m; got 'm=day'")]
    [InlineData("--metric m --treatment c", "--treatment must be one of the arms of rows.csv (b, control); got 'c'")]
    [InlineData("--metric m --treatment control", "--treatment must be given once for an arm, and not be the control; got 'control'")]
    [InlineData("--metric m --treatment b --treatment b", "--treatment must be given once for an arm, and not be the control; got 'b'")]
    [InlineData("", "--metric must be given once and more")]
    public async Task An_option_that_does_not_fit_the_file_is_named(string options, string reason) =>
        await RefusedAsync(
            1, reason, [Write("rows.csv", "unit,variant,day,m,before\na,control,2025-01-01,2,3\nb,b,2025-01-02,1,3\na,control,2025-01-01,1,4\n"), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    [Theory]
    [InlineData("--metric m --alpha 0.5", "--alpha must be above 0 and below 0.5; got '0.5'")]
    [InlineData("--metric m --alpha 0,05", "--alpha must be above 0 and below 0.5; got '0,05'")]
    [InlineData("--metric m --date day", "--date belongs to --sequential")]
    [InlineData("--metric m --tuning 100", "--tuning belongs to --sequential")]
    [InlineData("--metric m --prior flat", "--prior belongs to --bayesian")]
    [InlineData("--metric m --bayesian --prior 0,0", "--prior must be flat, or mean,deviation with a deviation above 0, of 1e-50 to 1e50; got '0,0'")]
    [InlineData("--metric m --bayesian --prior 0,1e-200", "of 1e-50 to 1e50; got '0,1e-200'")]
    [InlineData("--metric m --sequential --tuning 1e-308", "--tuning must be in 1..1e15; got '1e-308'")]
    [InlineData("--metric m --expected 1e308,1e308", "--expected must be numbers above 0, from 1e-9 to 1e9, separated by commas; got '1e308,1e308'")]
    [InlineData("--metric m --expected 50,x", "--expected must be numbers above 0, from 1e-9 to 1e9, separated by commas; got '50,x'")]
    [InlineData("--metric m --expected 50,50 --expected 90,10", "'--expected' expects a single argument")]
    [InlineData("--metric m --correct 1", "--correct must be one of none, bh, holm; got '1'")]
    [InlineData("--metric m --scale 1", "--scale must be one of absolute, relative; got '1'")]
    [InlineData("--metric m --alternative up", "--alternative must be one of two-sided, greater, less; got 'up'")]
    public async Task An_option_that_makes_no_sense_ends_with_2(string options, string reason) =>
        await RefusedAsync(2, reason, ["no.csv", .. options.Split(' ')]);

    [Theory]
    [InlineData("""{"metrics": []}""", "sums.json: metrics must be one and more; got 'none'")]
    [InlineData("""{"metrics": [{"name": "m", "kind": "mean", "arms": {"control": {"n": 10, "sum": 30, "sum_squares": 80}, "b": {"n": 1, "sum": 1, "sum_squares": 1}}}]}""", "sums.json: m.arms.control.sum_squares must be at least 90, the sum squared by n; got '80'")]
    [InlineData("""{"metrics": [{"name": "m", "kind": "mean", "arms": {"control": {"n": 10, "sum": 30}, "b": {"n": 1, "sum": 1}}}]}""", "sums.json: m.arms.control.sum_squares must be there, as the metric is a mean; got 'nothing'")]
    [InlineData("""{"metrics": [{"name": "m", "kind": "proportion", "arms": {"control": {"n": 10, "sum": 30}, "b": {"n": 1, "sum": 1}}}]}""", "sums.json: m.arms.control.sum must be 0 to n, which is 10; got '30'")]
    [InlineData("""{"metrics": [{"name": "m", "kind": "proportion", "arms": {"control": {"n": 10, "sum": 3, "squares": 4}}}]}""", "sums.json, line 1 cannot be read")]
    [InlineData("""{"metrics": [{"name": "m", "kind": "proportion", "arms": {"control": {"n": 10}}}]}""", "sums.json, line 1 cannot be read")]
    [InlineData("""{"metrics": [{"name": "m", "kind": "proportion", "arms": {"control": {"n": 10, "sum": 3, "sum": 4}, "b": {"n": 10, "sum": 3}}}]}""", "sums.json, line 1 cannot be read")]
    [InlineData("""{"metrics": [{"name": "m", "kind": "proportion", "arms": {"control": {"n": 10, "sum": 3}, "b": {"n": 10, "sum": 3}, "b": {"n": 9, "sum": 3}}}]}""", "sums.json, line 1 cannot be read")]
    [InlineData("""{"metrics": [{"name": "m", "kind": "proportion", "arms": {"control": {"n": 10, "sum": 3}, "b": {"n": 10, "sum": 3}}}, {"name": "m", "kind": "proportion", "arms": {"control": {"n": 10, "sum": 3}, "b": {"n": 10, "sum": 3}}}]}""", "sums.json: metrics must be given once for each name; got 'm'")]
    [InlineData("""{"metrics": [{"name": "m", "kind": "proportion", "arms": {"control": {"n": 10, "sum": 3}, "b": {"n": 10, "sum": 3}}}, {"name": "k", "kind": "proportion", "arms": {"control": {"n": 10, "sum": 3}, "b": {"n": 900, "sum": 3}}}]}""", "sums.json: k.arms.b.n must be the 10 units that the arm has in m: a unit without a value counts as 0; got '900'")]
    [InlineData("""{"metrics": [{"name": "m", "kind": "mean", "arms": {"control": {"n": 10, "sum": 30, "sum_squares": 100, "covariate_sum": 20, "covariate_sum_squares": 50, "covariate_product": 71}, "b": {"n": 10, "sum": 30, "sum_squares": 100, "covariate_sum": 20, "covariate_sum_squares": 50, "covariate_product": 70}}}]}""", "sums.json: m.arms.control.covariate_product must be from 50 to 70, as the sums and squares of both allow; got '71'")]
    [InlineData("""{"metrics": [{"name": "m", "kind": "ratio", "arms": {"control": {"n": 10, "sum": 30, "sum_squares": 100, "denominator_sum": 20, "denominator_sum_squares": 50, "denominator_product": 49}, "b": {"n": 10, "sum": 30, "sum_squares": 100, "denominator_sum": 20, "denominator_sum_squares": 50, "denominator_product": 60}}}]}""", "sums.json: m.arms.control.denominator_product must be from 50 to 70, as the sums and squares of both allow; got '49'")]
    [InlineData("{}", "sums.json, line 1 cannot be read")]
    [InlineData("null", "sums.json cannot be read")]
    public async Task Sums_that_cannot_be_are_named(string json, string reason) => await RefusedAsync(1, reason, Write("sums.json", json));

    [Theory, InlineData("--unit"), InlineData("--variant"), InlineData("--metric"), InlineData("--date")]
    public async Task An_option_of_rows_says_nothing_of_sums(string option)
    {
        const string Sums = """{"metrics": [{"name": "m", "kind": "proportion", "arms": {"control": {"n": 10, "sum": 3}, "b": {"n": 10, "sum": 3}}}]}""";
        await RefusedAsync(1, $"{option} is for rows; sums.json names its metrics and arms itself", Write("sums.json", Sums), option, "x", "--sequential");
    }

    [Fact]
    public async Task A_column_that_is_there_twice_is_told()
    {
        string file = Write("rows.csv", "unit,variant,m,note,note,m\na,control,1,,,1\nb,b,2,,,1\n");
        await RefusedAsync(1, "rows.csv, line 1: header must be with one column 'm' alone; got 'unit,variant,m,note,note,m'", file, "--metric", "m");
        // Of columns that nobody asks for it says nothing.
        Assert.Equal(2, (double)Only(await AnalyseAsync(Write("rows.csv", "unit,variant,m,note,note\na,control,1,,\nb,b,2,,\n"), "--metric", "m"))["value"]!);
    }

    [Fact]
    public async Task A_column_that_is_none_of_arms_and_a_line_without_end_are_told()
    {
        string rows = string.Concat(Enumerable.Range(0, 101).Select(unit => $"{unit},arm {unit},1\n"));
        await RefusedAsync(1, "rows.csv, line 102: variant must be one of at most 100 arms; is it the right column?; got 'arm 100'", Write("rows.csv", $"unit,variant,m\n{rows}"), "--metric", "m");
        await RefusedAsync(1, "long.csv, line 2: line must be at most 1,048,576 characters", Write("long.csv", $"unit,variant,m\n{new string('x', 1_100_000)}"), "--metric", "m");
        // As long as a line may be, in a cell that is read over many times the buffer's first size.
        string id = new('y', 700_000);
        JsonNode report = await AnalyseAsync(Write("wide.csv", $"unit,variant,m\n\"{id}\",control,1\nb,b,2\n\"{id}\",control,4\n"), "--metric", "m");
        Assert.Equal((5, 1), ((double)Only(report)["control_value"]!, (int)Only(report)["control_units"]!));
    }

    [Fact]
    public async Task A_file_without_rows_or_that_is_not_packed_is_told()
    {
        await RefusedAsync(1, "rows.csv, line 1: file must be of rows too; got 'a header alone'", Write("rows.csv", "unit,variant,m\n"), "--metric", "m");
        await RefusedAsync(1, "rows.csv, line 1: header must be there", Write("rows.csv", ""), "--metric", "m");
        File.Copy(Write("rows.csv", "unit,variant,m\n"), _folder.Find("rows.csv.gz"));
        await RefusedAsync(1, "rows.csv.gz cannot be unpacked", _folder.Find("rows.csv.gz"), "--metric", "m");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told() => await RefusedAsync(1, "There is no file", _folder.Find("none.csv"), "--metric", "m");

    /// <summary>R's power.prop.test and the textbook's rule, as in the engine's tests.</summary>
    [Fact]
    public async Task Power_says_how_many_units_are_needed()
    {
        JsonNode shares = await CommandLine.JsonAsync(_folder.Find("data"), "abtest", "power", "--baseline", "0.5", "--effect", "0.25", "--power", "0.9", "--per-day", "50");
        Assert.Equal((77, 77, 4, 0.5), ((double)shares["control_units"]!, (double)shares["treatment_units"]!, (double)shares["days"]!, (double)shares["relative_effect"]!));
        JsonNode power = await CommandLine.JsonAsync(_folder.Find("data"), "abtest", "power", "--baseline", "0.5", "--effect", "0.25", "--units", "50");
        Assert.Equal(0.7401659, (double)power["power"]!, 6);
        (_, string output, _) = await CommandLine.RunAsync(_folder.Find("data"), "abtest", "power", "--baseline", "0", "--deviation", "4", "--units", "62.79");
        Assert.Contains("63 units in the control and 63 in the treatment see an effect of 2.0", output, StringComparison.Ordinal);
        JsonNode down = await CommandLine.JsonAsync(_folder.Find("data"), "abtest", "power", "--baseline", "20", "--deviation", "4", "--units", "50", "--alternative", "less");
        Assert.True((double)down["effect"]! < 0 && (double)down["relative_effect"]! < 0);
        Assert.False((bool)down["none_above"]!);
        (_, string drop, _) = await CommandLine.RunAsync(_folder.Find("data"), "abtest", "power", "--baseline", "0.99", "--units", "20");
        Assert.Matches(@"20 units in the control and 20 in the treatment see an effect of -0\.[234]\d+ \(-\d+(\.\d+)? %\) with a power of 80 %, and none above the baseline", drop);
        (_, string nothing, _) = await CommandLine.RunAsync(_folder.Find("data"), "abtest", "power", "--baseline", "0.99", "--units", "20", "--alternative", "greater");
        Assert.Contains("see no effect that the alternative looks for and that is possible", nothing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("power --baseline 0.5", 2, "Give --effect, to be told how many units it needs, or --units")]
    [InlineData("power --baseline 0.5 --effect 0.6", 1, "--effect must be such that the treatment's share stays above 0 and below 1, from 0.5; got 0.6")]
    [InlineData("power --baseline 5 --effect 0.6", 1, "Baseline must be above 0 and below 1 for a share; got 5")]
    [InlineData("power --baseline x --effect 0.6", 2, "--baseline must be a number from -1e50 to 1e50; got 'x'")]
    [InlineData("power --baseline 0.5 --effect -0.1 --alternative greater", 1, "--effect must be above 0, as --alternative is greater; got -0.1")]
    [InlineData("power --baseline 0.5 --effect 0.1 --units 20 --alternative less", 1, "--effect must be below 0, as --alternative is less; got 0.1")]
    [InlineData("power --baseline 0.5 --effect 1e-200", 2, "--effect must be a number other than 0, from -1e50 to 1e50 and not within 1e-50 of 0; got '1e-200'")]
    [InlineData("power --baseline 0.5 --effect 1e-20", 1, "--effect must be large enough to be seen with at most 1e+15 units")]
    [InlineData("power --baseline 1e308 --deviation 1 --effect 1", 2, "--baseline must be a number from -1e50 to 1e50; got '1e308'")]
    [InlineData("power --baseline 1 --deviation 1e-60 --effect 1", 2, "--deviation must be above 0, from 1e-50 to 1e50; got '1e-60'")]
    [InlineData("power --baseline 0.5 --effect 0.1 --allocation 1e-300", 2, "--allocation must be in 1e-6..1e6; got '1e-300'")]
    [InlineData("simulate --baseline 0.5 --tuning 1e-308", 2, "--tuning must be in 1..1e15; got '1e-308'")]
    [InlineData("simulate --baseline 0.5 --effect 0.6", 1, "Effect must be such that the share stays above 0 and below 1; got 0.6")]
    [InlineData("simulate --baseline 0.5 --runs 0", 2, "--runs must be a whole number in 1..10000000; got '0'")]
    [InlineData("simulate --baseline 0.5 --users 1000 --per-day 10", 2, "--users and --per-day say the same: give one of them")]
    [InlineData("simulate --baseline 0.5 --users 50 --days 20", 1, "--users must be in 80..400000000 over 20 days, 2 to 10000000 a day in each arm; got 50")]
    [InlineData("simulate --baseline 0.5 --users 4.5", 2, "--users must be a whole number in 4..1000000000; got '4.5'")]
    [InlineData("simulate --baseline 0.5 --treatment control", 1, "--treatment must be another name than the control's; got 'control'")]
    [InlineData("simulate --baseline 0.5 --days 1.5", 2, "--days must be a whole number in 1..10000; got '1.5'")]
    public async Task A_plan_that_makes_no_sense_is_refused(string line, int code, string reason)
    {
        (int exitCode, _, string error) = await CommandLine.RunAsync(_folder.Find("data"), ["abtest", .. line.Split(' ')]);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Equal(code, exitCode);
    }

    /// <summary>A hundred looks at nothing: the fixed test says yes in a third of experiments, the sequential one in less than 5 %.</summary>
    [Fact]
    public async Task A_simulation_shows_what_peeking_costs()
    {
        string[] line = ["abtest", "simulate", "--baseline", "0.2", "--per-day", "100", "--days", "100", "--runs", "600", "--seed", "3"];
        JsonNode result = await CommandLine.JsonAsync(_folder.Find("data"), line);
        Assert.InRange((double)result["peeking"]!["seen"]!, 0.2, 0.6);
        Assert.InRange((double)result["sequential"]!["seen"]!, 0, 0.05);
        Assert.Equal(result.ToJsonString(), (await CommandLine.JsonAsync(_folder.Find("data"), [.. line, "--threads", "1"])).ToJsonString());
        (_, string output, _) = await CommandLine.RunAsync(_folder.Find("data"), line);
        Assert.Contains("sequential, a look each day", output, StringComparison.Ordinal);
        Assert.Contains("false positives", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Find("data")), "an experiment needs no data folder");
    }

    /// <summary>10,000 people over 14 days are 357 a day in each arm.</summary>
    [Fact]
    public async Task A_simulation_has_named_arms_and_a_number_of_people()
    {
        string[] line = ["abtest", "simulate", "--baseline", "0.1", "--effect", "0.02", "--runs", "300", "--control", "old", "--treatment", "new"];
        JsonNode byUsers = await CommandLine.JsonAsync(_folder.Find("data"), [.. line, "--users", "10000"]);
        Assert.Equal(("old", "new", 357), ((string)byUsers["control"]!, (string)byUsers["treatment"]!, (int)byUsers["units_per_day"]!));
        Assert.Equal(byUsers.ToJsonString(), (await CommandLine.JsonAsync(_folder.Find("data"), [.. line, "--per-day", "357"])).ToJsonString());
        Assert.Equal(0.12, (double)byUsers["treatment_value"]!, 12);
        (_, string output, _) = await CommandLine.RunAsync(_folder.Find("data"), [.. line, "--users", "10000"]);
        Assert.Contains("old 0.1, new 0.12; 357 units a day in each for 14 days", output, StringComparison.Ordinal);
    }

    private async Task<JsonNode> AnalyseAsync(string file, params string[] options) =>
        await CommandLine.JsonAsync(_folder.Find("data"), ["abtest", "analyse", file, .. options]);

    private async Task RefusedAsync(int code, string reason, params string[] arguments)
    {
        (int exitCode, _, string error) = await CommandLine.RunAsync(_folder.Find("data"), ["abtest", "analyse", .. arguments]);
        Assert.Contains(reason, error.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(code, exitCode);
    }

    private string Write(string name, string text)
    {
        string path = _folder.Find(name);
        using Stream file = File.Create(path);
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(Encoding.UTF8.GetPreamble());
        stream.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }

    private static JsonNode Only(JsonNode report) => Assert.Single(report["comparisons"]!.AsArray())!;

    private static void Holds(JsonNode effect, double estimate, double lower, double upper, double p) => Assert.Equal(
        (estimate, lower, upper, p), (Rounded(effect["estimate"]), Rounded(effect["lower"]), Rounded(effect["upper"]), Rounded(effect["p_value"])));

    private static double Rounded(JsonNode? number) => Math.Round((double)number!, 5);
}
