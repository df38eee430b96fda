using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class CursorTests
{
    [Fact]
    public void A_cursor_gives_back_the_position_it_was_written_from() =>
        Check.One(Seeds.Property(), Prop.ForAll<NonNull<string>, long, NormalFloat>((text, integer, number) =>
        {
            // Lone surrogates are no text that a database could hold.
            string sound = string.Concat(text.Get.Where(letter => !char.IsSurrogate(letter)));
            Cursor cursor = Cursor.Read(Cursor.Write(sound, integer, number.Get), parts: 3)!;
            return cursor.Text(0) == sound && cursor.Integer(1) == integer && cursor.Number(2) == number.Get;
        }));

    [Fact]
    public void No_cursor_is_the_first_page() => Assert.Null(Cursor.Read(given: null, parts: 1));

    [Fact]
    public void Any_changed_letter_is_refused()
    {
        string sound = Cursor.Write("title", 17L);
        for (int i = 0; i < sound.Length; i++)
        {
            // The lowest bits of the last letter carry nothing: another letter there may spell the same bytes.
            char other = sound[i] is 'A' ? 'w' : 'A';
            string changed = sound[..i] + other + sound[(i + 1)..];
            AssertRefused(() => Cursor.Read(changed, parts: 2));
        }
    }

    [Theory, InlineData(""), InlineData("!"), InlineData("AAAA"), InlineData("next"), InlineData("%00"), InlineData("AQAAAAAAAFtd")]
    public void What_is_no_cursor_is_refused(string given) => AssertRefused(() => Cursor.Read(given, parts: 1));

    [Fact]
    public void A_cursor_of_another_list_is_refused()
    {
        AssertRefused(() => Cursor.Read(Cursor.Write("a"), parts: 2));
        AssertRefused(() => Cursor.Read(Cursor.Write("a"), parts: 1)!.Integer(0));
        AssertRefused(() => Cursor.Read(Cursor.Write(1L), parts: 1)!.Text(0));
        AssertRefused(() => Cursor.Read(Cursor.Write(1.5), parts: 1)!.Integer(0));
    }

    [Fact]
    public void A_position_holds_texts_and_numbers_only() => Assert.Throws<ArgumentException>(() => Cursor.Write(true));

    private static void AssertRefused(Func<object?> read) =>
        Assert.Equal("cursor", Assert.Throws<InvalidValueException>(() => { read(); }).Field);
}
