#include "textflag.h"

// func addToAVX2(y, x *float32, n int)
TEXT ·addToAVX2(SB), NOSPLIT, $0-24
	MOVQ y+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ n+16(FP), CX
	XORQ AX, AX
add:
	VMOVUPS (DI)(AX*4), Y0
	VADDPS  (SI)(AX*4), Y0, Y0
	VMOVUPS Y0, (DI)(AX*4)
	ADDQ $8, AX
	CMPQ AX, CX
	JLT  add
	VZEROUPPER
	RET

// func tradeAVX2(pa, pb, wa, wb *float32, n int)
TEXT ·tradeAVX2(SB), NOSPLIT, $0-40
	MOVQ pa+0(FP), DI
	MOVQ pb+8(FP), SI
	MOVQ wa+16(FP), R8
	MOVQ wb+24(FP), R9
	MOVQ n+32(FP), CX
	XORQ AX, AX
trade:
	VMOVUPS (R8)(AX*4), Y0
	VSUBPS  (R9)(AX*4), Y0, Y0 // wa - wb
	VMOVUPS (DI)(AX*4), Y1
	VSUBPS  Y0, Y1, Y1
	VMOVUPS Y1, (DI)(AX*4)
	VADDPS  (SI)(AX*4), Y0, Y0
	VMOVUPS Y0, (SI)(AX*4)
	ADDQ $8, AX
	CMPQ AX, CX
	JLT  trade
	VZEROUPPER
	RET

// func scanAVX2(gain, own, w, other, chance *float32, team *int32, heat float32, from, n int) int
TEXT ·scanAVX2(SB), NOSPLIT, $0-80
	MOVQ gain+0(FP), DI
	MOVQ own+8(FP), SI
	MOVQ w+16(FP), R8
	MOVQ other+24(FP), R9
	MOVQ chance+32(FP), R10
	MOVQ team+40(FP), R11
	VBROADCASTSS heat+48(FP), Y7
	MOVQ from+56(FP), AX
	MOVQ n+64(FP), CX
scan:
	VMOVUPS (DI)(AX*4), Y0
	VSUBPS  (SI)(AX*4), Y0, Y0 // gain - own
	VMOVUPS (R8)(AX*4), Y1
	VADDPS  Y1, Y1, Y1
	VSUBPS  Y1, Y0, Y0         // - 2w
	VMOVDQU (R11)(AX*4), Y2
	VPCMPEQD Y3, Y3, Y3
	VGATHERDPS Y3, (R9)(Y2*4), Y4
	VADDPS  Y4, Y0, Y0         // + other[team]
	VMULPS  (R10)(AX*4), Y7, Y5
	VCMPPS  $0x1e, Y5, Y0, Y6  // greater than, quiet
	VMOVMSKPS Y6, DX
	TESTL DX, DX
	JNZ  found
	ADDQ $8, AX
	CMPQ AX, CX
	JLT  scan
	VZEROUPPER
	MOVQ CX, ret+72(FP)
	RET
found:
	BSFL DX, DX
	ADDQ DX, AX
	VZEROUPPER
	MOVQ AX, ret+72(FP)
	RET

// func scanFewAVX2(gain, own, w, other, chance *float32, team *int32, heat float32, from, n int) int
TEXT ·scanFewAVX2(SB), NOSPLIT, $0-80
	MOVQ gain+0(FP), DI
	MOVQ own+8(FP), SI
	MOVQ w+16(FP), R8
	MOVQ other+24(FP), R9
	MOVQ chance+32(FP), R10
	MOVQ team+40(FP), R11
	VBROADCASTSS heat+48(FP), Y7
	MOVQ from+56(FP), AX
	MOVQ n+64(FP), CX
	VMOVUPS (R9), Y8
	VMOVUPS 32(R9), Y9
	VMOVUPS 64(R9), Y10
	VMOVUPS 96(R9), Y11
few:
	VMOVDQU (R11)(AX*4), Y2
	VMOVUPS (DI)(AX*4), Y0
	VSUBPS  (SI)(AX*4), Y0, Y0 // gain - own
	VMOVUPS (R8)(AX*4), Y1
	VADDPS  Y1, Y1, Y1
	VSUBPS  Y1, Y0, Y0         // - 2w
	VPERMPS Y8, Y2, Y3         // other[team], by the last three bits of team
	VPERMPS Y9, Y2, Y4
	VPERMPS Y10, Y2, Y5
	VPERMPS Y11, Y2, Y6
	VPSLLD  $28, Y2, Y12       // bits 3 and 4 of team as signs
	VPSLLD  $27, Y2, Y13
	VBLENDVPS Y12, Y4, Y3, Y3
	VBLENDVPS Y12, Y6, Y5, Y5
	VBLENDVPS Y13, Y5, Y3, Y3
	VADDPS  Y3, Y0, Y0
	VMULPS  (R10)(AX*4), Y7, Y5
	VCMPPS  $0x1e, Y5, Y0, Y6  // greater than, quiet
	VMOVMSKPS Y6, DX
	TESTL DX, DX
	JNZ  foundfew
	ADDQ $8, AX
	CMPQ AX, CX
	JLT  few
	VZEROUPPER
	MOVQ CX, ret+72(FP)
	RET
foundfew:
	BSFL DX, DX
	ADDQ DX, AX
	VZEROUPPER
	MOVQ AX, ret+72(FP)
	RET
