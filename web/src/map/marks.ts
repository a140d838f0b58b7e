// The marks of the map: the outline says the support, the fill and the hue say the class. The same outlines and fills stand
// in the sheet as badges, so the legend needs no second set.

import { token } from "../lib/dom";

export const CLASSES = ["all", "turns-on-reading", "may", "undecided", "none"] as const;
export const SUPPORTS = ["claim-only", "contested", "independent", "established"] as const;
export type Class = (typeof CLASSES)[number];
export type Support = (typeof SUPPORTS)[number];

const HUE: Record<Class, string> = { all: "--c-all", "turns-on-reading": "--c-turns", may: "--c-may", undecided: "--c-undecided", none: "--c-none" };
const SIZE = 22;

/** The hue of a class in the scheme that is shown. */
export const hue = (name: Class): string => token(HUE[name]);

function outline(pen: CanvasRenderingContext2D, support: Support): void {
  const middle = SIZE / 2;
  pen.beginPath();
  if (support === "claim-only") pen.arc(middle, middle, 7, 0, 2 * Math.PI);
  else if (support === "contested") {
    pen.moveTo(middle, 2);
    pen.lineTo(SIZE - 2, middle);
    pen.lineTo(middle, SIZE - 2);
    pen.lineTo(2, middle);
  } else if (support === "independent") {
    pen.moveTo(middle, 2.5);
    pen.lineTo(SIZE - 2, SIZE - 4);
    pen.lineTo(2, SIZE - 4);
  } else pen.rect(4, 4, SIZE - 8, SIZE - 8);
  pen.closePath();
}

function inside(pen: CanvasRenderingContext2D, name: Class, ink: string): void {
  pen.fillStyle = ink;
  if (name === "all") pen.fillRect(0, 0, SIZE, SIZE);
  else if (name === "turns-on-reading") pen.fillRect(0, 0, SIZE, SIZE / 2);
  else if (name === "may") pen.fillRect(SIZE / 2, 0, SIZE / 2, SIZE);
  else if (name === "undecided") {
    pen.beginPath();
    pen.arc(SIZE / 2, SIZE / 2 + 0.5, 2.2, 0, 2 * Math.PI);
    pen.fill();
  }
}

/** The name of a mark, as the style asks for it. */
export const markName = (name: string, support: string): string => `${name}/${support}`;

/** Draws one mark for this screen; `null` for a name that is none. */
export function drawMark(id: string): { image: ImageData; pixelRatio: number } | null {
  const [name, support] = id.split("/") as [Class, Support];
  if (!CLASSES.includes(name) || !SUPPORTS.includes(support)) return null;
  const pixelRatio = Math.max(2, Math.ceil(devicePixelRatio));
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * pixelRatio;
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.scale(pixelRatio, pixelRatio);
  const ink = hue(name);
  const paper = token("--paper");
  // A rim of paper keeps the mark apart from what lies below it.
  outline(pen, support);
  pen.lineJoin = "round";
  pen.lineWidth = 4.5;
  pen.strokeStyle = paper;
  pen.stroke();
  pen.fillStyle = paper;
  pen.fill();
  pen.save();
  pen.clip();
  inside(pen, name, ink);
  pen.restore();
  outline(pen, support);
  pen.lineWidth = 1.8;
  pen.strokeStyle = ink;
  if (name === "undecided") pen.setLineDash([3, 2]);
  pen.stroke();
  pen.setLineDash([]);
  if (support === "established") {
    pen.beginPath();
    pen.moveTo(6.5, 11);
    pen.lineTo(9.8, 14.2);
    pen.lineTo(15.5, 8);
    pen.lineWidth = 1.8;
    pen.strokeStyle = name === "all" ? paper : ink;
    pen.stroke();
  }
  return { image: pen.getImageData(0, 0, canvas.width, canvas.height), pixelRatio };
}
