using System.Text.Json;

namespace Perto.Platform.Tests;

public sealed class PagingTests
{
    [Fact]
    public void A_page_has_50_items_unless_asked_otherwise() => Assert.Equal(50, new Paging().Limit);

    [Theory, InlineData(0), InlineData(-1), InlineData(501)]
    public void A_limit_out_of_range_is_refused(int limit)
    {
        var refused = Assert.Throws<InvalidValueException>(() => new Paging(limit));

        Assert.Equal(("limit", "1..500", $"limit must be between 1 and 500; got {limit}"), (refused.Field, refused.Allowed, refused.Message));
    }

    [Fact]
    public void A_row_too_many_tells_that_there_is_a_next_page()
    {
        var paging = new Paging(2);

        Page<int> full = paging.Page([1, 2, 3], row => $"after {row}");
        Page<int> last = paging.Page([1, 2], row => $"after {row}");

        Assert.Equal([1, 2], full.Items);
        Assert.Equal("after 2", full.NextCursor);
        Assert.Equal([1, 2], last.Items);
        Assert.Null(last.NextCursor);
    }

    [Fact]
    public void The_last_page_says_so_in_json() =>
        Assert.Equal("""{"items":["1"],"next_cursor":null}""", JsonSerializer.Serialize(new Page<int> { Items = [1] }.Select(item => $"{item}"), PertoJson.Options));
}
