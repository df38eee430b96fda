using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Streaming;

internal static class PinEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/pins", ListAsync)
            .Documented("listStreamingPins", "The pinned titles, by id", "Titles whose place in a row of the home page is fixed.")
            .WithExample(StreamingExamples.Root + "/pins", answer: StreamingExamples.Pins);
        api.MapPut("/pins/{id}", PutAsync)
            .Documented(
                "putStreamingPin",
                "Pins a title",
                "To a place in a row, for all pages or those of a country, a subscription and a period. The rules come first: who has seen the title, or may not see it, does not see it there. It replaces a pin with the same id.")
            .MayAnswerProblem("too_many_pins")
            .WithExample(StreamingExamples.Root + "/pins/spring", request: StreamingExamples.Pin, answer: StreamingExamples.StoredPin);
        api.MapDelete("/pins/{id}", DeleteAsync)
            .Documented("deleteStreamingPin", "Takes a pin away", "The next page of everybody is without it, on other servers within five seconds.")
            .WithExample(StreamingExamples.Root + "/pins/spring", status: StatusCodes.Status204NoContent);
    }

    private static async Task<Page<StoredPin>> ListAsync(HttpContext http, Pins pins, CancellationToken cancellationToken) =>
        new() { Items = await pins.ListAsync(http.Tenant(), cancellationToken) };

    private static Task<StoredPin> PutAsync(
        HttpContext http, Pins pins, [Description("The id of the pin, url-encoded, 1 to 256 characters")] string id, Pin pin, CancellationToken cancellationToken) =>
        pins.PutAsync(http.Tenant(), http.Exact(id), pin, cancellationToken);

    private static async Task<NoContent> DeleteAsync(
        HttpContext http, Pins pins, [Description("The id of the pin, url-encoded, 1 to 256 characters")] string id, CancellationToken cancellationToken)
    {
        await pins.DeleteAsync(http.Tenant(), http.Exact(id), cancellationToken);
        return TypedResults.NoContent();
    }
}
