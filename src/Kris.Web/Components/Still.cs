using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Kris.Web.Components;

/// <summary>
/// What it holds is drawn anew only when what it is of has changed. For what stands beside something that changes often
/// in front of many: Blazor compares all of a page that is drawn anew, in each circuit.
/// </summary>
public sealed class Still : ComponentBase
{
    private object? drawn;
    private bool isSame;

    /// <summary>All that what it holds depends on, as one value; what is not in it is shown as it was.</summary>
    [Parameter, EditorRequired]
    public required object Of { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    protected override void OnParametersSet() => (isSame, drawn) = (Equals(drawn, Of), Of);

    protected override bool ShouldRender() => !isSame;

    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, ChildContent);
}
