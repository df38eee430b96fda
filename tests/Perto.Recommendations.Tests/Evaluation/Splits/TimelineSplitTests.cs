using Perto.Platform;

namespace Perto.Recommendations.Tests;

public sealed class TimelineSplitTests
{
    private static string[] Named(InteractionLog log) =>
        [.. log.Interactions.Select(logged => $"{log.Users[logged.User]}:{log.Items[logged.Item]}")];

    private static InteractionLog Log(string csv)
    {
        InteractionLog log = new();
        using StringReader reader = new(csv);
        InteractionReader.Read(reader, "sample", InteractionFormat.Csv, log);
        return log;
    }

    [Fact]
    public void The_last_part_of_each_users_time_line_is_for_the_test()
    {
        InteractionLog log = Log("a,late,1,50\na,x,1,10\na,y,1,20\na,z,1,30\na,w,1,40\nb,only,1,1\n");
        (InteractionLog train, InteractionLog test) = TimelineSplit.Last(log, 0.2);
        Assert.Equal(["a:x", "a:y", "a:z", "a:w", "b:only"], Named(train));
        Assert.Equal(["a:late"], Named(test));
    }

    [Fact]
    public void Items_of_the_train_part_have_the_lowest_numbers()
    {
        (InteractionLog train, InteractionLog test) = TimelineSplit.Last(Log("a,late,1,50\na,x,1,10\nb,later,1,9\nb,y,1,2\n"), 0.5);
        Assert.Equal([0, 1], train.Interactions.Select(logged => logged.Item));
        Assert.Equal([2, 3], test.Interactions.Select(logged => logged.Item));
        Assert.Equal(2, EvaluationSplit.From(train, test).Train.ItemCount);
    }

    [Fact]
    public void Interactions_at_the_same_time_keep_the_order_of_the_file()
    {
        (InteractionLog train, InteractionLog test) = TimelineSplit.Last(Log("a,1,1,5\na,2,1,5\na,3,1,5\na,4,1,5\na,5,1,4\n"), 0.4);
        Assert.Equal(["a:5", "a:1", "a:2"], Named(train));
        Assert.Equal(["a:3", "a:4"], Named(test));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void The_share_lies_between_nothing_and_all(double share) =>
        Assert.Throws<InvalidValueException>(() => TimelineSplit.Last(new InteractionLog(), share));

    [Fact]
    public void A_global_split_keeps_a_moment_on_one_side()
    {
        InteractionLog log = Log("a,p,1,10\nb,q,1,20\na,r,1,30\nb,s,1,30\nc,t,1,30\na,u,1,40\n");
        (InteractionLog train, InteractionLog test) = TimelineSplit.Global(log, 0.5);
        Assert.Equal(["a:p", "b:q"], Named(train));
        Assert.Equal(["a:r", "b:s", "c:t", "a:u"], Named(test));
        Assert.Throws<InvalidValueException>(() => TimelineSplit.Global(Log("a,p,1,10\nb,q,1,10\n"), 0.5));
    }

    [Fact]
    public void The_last_interaction_is_left_out_of_users_who_have_two()
    {
        (InteractionLog train, InteractionLog test) = TimelineSplit.LeaveLastOut(Log("a,late,1,50\na,x,1,10\nb,only,1,1\nc,first,1,5\nc,second,1,5\n"));
        Assert.Equal(["a:x", "b:only", "c:first"], Named(train));
        Assert.Equal(["a:late", "c:second"], Named(test));
    }
}
