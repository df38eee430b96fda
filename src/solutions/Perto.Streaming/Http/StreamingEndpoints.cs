using Microsoft.AspNetCore.Routing;

namespace Perto.Streaming;

/// <summary>The HTTP API of the streaming solution, under <c>/v1/streaming</c>.</summary>
internal static class StreamingEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        PeopleEndpoints.Map(api);
        PreviewEndpoints.Map(api);
        TitleEndpoints.Map(api);
        EventEndpoints.Map(api);
        ImportEndpoints.Map(api);
        TrainingEndpoints.Map(api);
        BatchEndpoints.Map(api);
        PinEndpoints.Map(api);
        MeasuresEndpoints.Map(api);
        OffPolicyEndpoints.Map(api);
    }
}
