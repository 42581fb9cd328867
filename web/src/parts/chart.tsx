import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { AriaComponent, DataZoomComponent, GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use, type ComposeOption, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";

use([BarChart, CustomChart, LineChart, ScatterChart, AriaComponent, DataZoomComponent, GridComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

export type Option = ComposeOption<never> & Record<string, unknown>;

export interface ChartProps {
  option: Option;
  height: number;
  label: string;
  onPick?: (data: unknown) => void;
  onZoom?: (start: number, end: number) => void;
}

/** A chart. What it shows stands beside it as a list or table too. */
export function Chart({ option, height, label, onPick, onZoom }: ChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const calls = useRef({ onPick, onZoom });
  calls.current = { onPick, onZoom };
  useEffect(() => {
    if (!holder.current) return;
    const made = init(holder.current, undefined, { renderer: "canvas" });
    chart.current = made;
    const size = new ResizeObserver(() => made.resize());
    size.observe(holder.current);
    made.on("click", (event) => calls.current.onPick?.(event.data));
    let waiting = 0;
    made.on("datazoom", () => {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => {
        const zoom = (made.getOption().dataZoom as { startValue: number; endValue: number }[] | undefined)?.[0];
        if (zoom) calls.current.onZoom?.(zoom.startValue, zoom.endValue);
      }, 250);
    });
    return () => {
      size.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => chart.current?.setOption(option, { replaceMerge: ["series", "yAxis"] }), [option]);
  return <div ref={holder} className="chart" style={{ height }} role="img" aria-label={label} />;
}
